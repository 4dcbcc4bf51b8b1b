package org.hakmem.internal.memory;

/**
 * The grid that all layers share: superslabs of 2 MiB, in pages of 64 KiB.
 *
 * <pre>
 *   window   |  superslab 0  |  superslab 1  | …            at multiples of 2 MiB
 *   superslab| page 0 | page 1 | … | page 31 |              at multiples of 64 KiB
 * </pre>
 *
 * "Page" always means a page of this grid; those of the operating system are called OS pages.
 */
public final class Geometry {

  /** log2 of {@link #PAGE_BYTES}. */
  public static final int PAGE_SHIFT = 16;

  /** Bytes of a page. */
  public static final int PAGE_BYTES = 1 << PAGE_SHIFT;

  /** log2 of {@link #SUPERSLAB_BYTES}. */
  public static final int SUPERSLAB_SHIFT = 21;

  /** Bytes of a superslab: what x86-64 and AArch64 map with one huge page. */
  public static final int SUPERSLAB_BYTES = 1 << SUPERSLAB_SHIFT;

  /** Pages of a superslab; as many as an {@code int} has bits. */
  public static final int SUPERSLAB_PAGES = SUPERSLAB_BYTES / PAGE_BYTES;

  private Geometry() {}

  /** Pages needed for {@code bytes}. */
  public static long pagesFor(long bytes) {
    return (bytes + PAGE_BYTES - 1) >>> PAGE_SHIFT;
  }

  /** {@code value} rounded up to a multiple of {@code alignment}, a power of two. */
  public static long alignUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  /** {@code value} rounded down to a multiple of {@code alignment}, a power of two. */
  public static long alignDown(long value, long alignment) {
    return value & -alignment;
  }
}
