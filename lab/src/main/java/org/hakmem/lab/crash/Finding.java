package org.hakmem.lab.crash;

/**
 * A link whose lowest two bytes the program wrote.
 *
 * @param block the block that is on a list and with the program at once
 * @param link its first word, read as a link
 * @param handOut how the program last got the block
 * @param round in which round of the demonstration
 */
public record Finding(long block, long link, HandOut handOut, int round) {

  /** {@code 'a'} and {@code 'b'}, as the lowest two bytes of a little-endian word. */
  static final long MARK = 'a' | 'b' << Byte.SIZE;

  private static final long LOWEST_TWO_BYTES = 0xFFFF;

  /** Whether the lowest two bytes of this link are what the program writes. */
  static boolean isMarked(long link) {
    return (link & LOWEST_TWO_BYTES) == MARK;
  }

  /** Whether all other bytes are still those of the link that the list had left there. */
  boolean isExplained() {
    return ((handOut.wordBefore() & ~LOWEST_TWO_BYTES) | MARK) == link;
  }

  /** Whether both are the end of a list, or neither. */
  boolean hasFormOf(Finding other) {
    return isLastOfItsList() == other.isLastOfItsList();
  }

  /** Whether the block was the last of its list: then the link is just the two bytes. */
  boolean isLastOfItsList() {
    return link == MARK;
  }
}
