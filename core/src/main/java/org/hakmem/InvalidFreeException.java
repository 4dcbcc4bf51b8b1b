package org.hakmem;

/**
 * Thrown by a call that frees, resizes or measures an address that is not a live block of the
 * allocator: a foreign address, one inside a block, or a block freed before. The call has changed
 * nothing, and the message says what the address is: the size class, where the block begins, and
 * whether the block is live, cached or free.
 *
 * <p>{@link HakmemConfig#safety()} tells what is checked.
 */
public final class InvalidFreeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final long address;

  /**
   * Creates one.
   *
   * @param address the offending address
   * @param known what is known of it
   */
  public InvalidFreeException(long address, String known) {
    super("0x" + Long.toHexString(address) + ": " + known);
    this.address = address;
  }

  /** The offending address. */
  public long address() {
    return address;
  }
}
