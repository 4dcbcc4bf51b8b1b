package org.hakmem;

/**
 * Thrown when a block is freed or resized and bytes around it were written: the program wrote out
 * of the block's bounds. Only {@linkplain Safety#CHECKED checked} and {@linkplain
 * HakmemConfig#guardSample() guarded} blocks have such bytes.
 *
 * <p>A {@code free} that throws it has freed the block. A {@code realloc} or {@code reallocate}
 * that throws it has changed nothing but the bytes around the block, which are as they were at
 * first, so the next call succeeds. The stacks that allocated and freed the block are attached as
 * {@linkplain Throwable#getSuppressed() suppressed exceptions}.
 */
public final class CorruptionException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final long address;
  private final long offset;

  /**
   * Creates one.
   *
   * @param address the block's address
   * @param offset where the first byte found is, counted from there; negative if before it
   * @param known what is known of it
   */
  public CorruptionException(long address, long offset, String known) {
    super("0x" + Long.toHexString(address) + ": " + known);
    this.address = address;
    this.offset = offset;
  }

  /** Returns the block's address. */
  public long address() {
    return address;
  }

  /**
   * Returns the offset of the first byte found written, counted from the block's start: negative
   * before the block, its size or more behind it.
   */
  public long offset() {
    return offset;
  }
}
