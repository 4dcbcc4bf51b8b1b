package org.hakmem.bench.larson;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What stands in a block while a slot holds it. A block of {@code size} bytes holds the first
 * {@code size} bytes of this sequence of little-endian words, whatever its size:
 *
 * <pre>
 *   word 0     byte 0: 'a', byte 1: 'b', bytes 2 and 3: tag, bytes 4 to 7: size
 *   word w     key + w
 * </pre>
 *
 * The tag is the key's lowest 16 bits, and the key is a hash of the block's address and {@linkplain
 * Ticket ticket}, so that a stale, shifted or foreign content doesn't pass. {@code 'a', 'b'} is
 * what Larson's program writes.
 *
 * <p>Nothing that is read from a block is believed: address and ticket come from the slot, on the
 * Java heap.
 */
final class BlockContents {

  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final MemorySegment MEMORY = everything();

  private static final int WORD_SHIFT = 3;
  private static final int OFFSET_IN_WORD = Long.BYTES - 1;

  private static final long MARK = 'a' | 'b' << Byte.SIZE;
  private static final int TAG_SHIFT = 16;
  private static final long TAG_MASK = 0xFFFF;
  private static final int SIZE_SHIFT = 32;

  // Odd constants of SplitMix64's family: Steele, Lea, Flood, "Fast splittable pseudorandom number
  // generators", OOPSLA 2014; and of P. Evensen's rrmxmx.
  private static final long ADDRESS_FACTOR = 0x9E37_79B9_7F4A_7C15L;
  private static final long MIX_FACTOR = 0xD6E8_FEB8_6659_FD93L;

  private BlockContents() {}

  /** Writes a block's contents. */
  static void write(long address, long ticket) {
    int size = Ticket.size(ticket);
    long key = key(address, ticket);
    int words = size >>> WORD_SHIFT;
    if (words > 0) {
      MEMORY.set(WORD, address, header(key, size));
      for (int word = 1; word < words; word++) {
        MEMORY.set(WORD, address + ((long) word << WORD_SHIFT), key + word);
      }
    }
    long last = word(key, size, words);
    for (int offset = words << WORD_SHIFT; offset < size; offset++) {
      MEMORY.set(ValueLayout.JAVA_BYTE, address + offset, (byte) last);
      last >>>= Byte.SIZE;
    }
  }

  /** Whether a block still has the contents that {@link #write} gave it. */
  static boolean matches(long address, long ticket) {
    int size = Ticket.size(ticket);
    long key = key(address, ticket);
    int words = size >>> WORD_SHIFT;
    long difference = 0;
    if (words > 0) {
      difference = MEMORY.get(WORD, address) ^ header(key, size);
      for (int word = 1; word < words; word++) {
        difference |= MEMORY.get(WORD, address + ((long) word << WORD_SHIFT)) ^ (key + word);
      }
    }
    long last = word(key, size, words);
    for (int offset = words << WORD_SHIFT; offset < size; offset++) {
      difference |= (MEMORY.get(ValueLayout.JAVA_BYTE, address + offset) ^ last) & 0xFF;
      last >>>= Byte.SIZE;
    }
    return difference == 0;
  }

  /**
   * Describes the first byte that {@link #write} did not leave there, of a block that doesn't
   * match.
   */
  static Corruption corruption(long address, long ticket) {
    int size = Ticket.size(ticket);
    long key = key(address, ticket);
    for (int offset = 0; offset < size; offset++) {
      long word = word(key, size, offset >>> WORD_SHIFT);
      int expected = (int) (word >>> ((offset & OFFSET_IN_WORD) * Byte.SIZE)) & 0xFF;
      int found = MEMORY.get(ValueLayout.JAVA_BYTE, address + offset) & 0xFF;
      if (expected != found) {
        return new Corruption(address, size, offset, expected, found);
      }
    }
    return Corruption.healed(address, size);
  }

  private static long word(long key, int size, int word) {
    return word == 0 ? header(key, size) : key + word;
  }

  private static long header(long key, int size) {
    return MARK | (key & TAG_MASK) << TAG_SHIFT | (long) size << SIZE_SHIFT;
  }

  private static long key(long address, long ticket) {
    long mixed = address * ADDRESS_FACTOR + ticket;
    mixed = (mixed ^ mixed >>> 32) * MIX_FACTOR;
    return mixed ^ mixed >>> 32;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment everything() {
    return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  }
}
