package org.hakmem;

/**
 * Thrown when an address is freed, resized or asked for its size that is not a live block of the
 * allocator: a foreign address, one inside a block, or a block freed before. The bad call changed
 * nothing.
 *
 * <p>By default a bad free of a small block may be found by a later call of the same thread (see
 * {@link Hakmem#free(long)}); the message says so, and {@link #address()} names the culprit.
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
