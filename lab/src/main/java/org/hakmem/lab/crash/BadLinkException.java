package org.hakmem.lab.crash;

/**
 * A list led to something that is no block. A program in C would take it for an address, and crash.
 */
final class BadLinkException extends Exception {

  private static final long serialVersionUID = 1;

  private final long block;
  private final long link;

  /** The first word of {@code block}, read as a link, is {@code link}. */
  BadLinkException(long block, long link) {
    super("block 0x%x links to 0x%x".formatted(block, link));
    this.block = block;
    this.link = link;
  }

  long block() {
    return block;
  }

  long link() {
    return link;
  }
}
