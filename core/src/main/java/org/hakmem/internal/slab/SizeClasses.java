package org.hakmem.internal.slab;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;

/**
 * The sizes that blocks in slabs have.
 *
 * <pre>
 *   request          classes                                    spacing
 *   0 to 128         16, 32, … 128                              16
 *   to 256           144, 160, … 256                            16
 *   to 512           288, 320, … 512                            32
 *   …                eight for each doubling                    an eighth of the doubling's start
 *   to 1 MiB         576 KiB, 640 KiB, … 1 MiB                  64 KiB
 * </pre>
 *
 * Above 128 bytes a class is less than an eighth above the one below, so that a block is less than
 * 12.5 % larger than its request.
 */
public final class SizeClasses {

  /** Number of classes. */
  public static final int COUNT = 112;

  /** The largest request that has a class, in bytes. */
  public static final int MOST_BYTES = 1 << 20;

  /** What {@link #of} returns for a request without a class. */
  public static final int NONE = -1;

  private static final int GRAIN_SHIFT = 4;
  private static final int MOST_SPACED_EVENLY = 128;
  private static final int FIRST_DOUBLING_SHIFT = 7;
  private static final int FIRST_DOUBLING_CLASS = MOST_SPACED_EVENLY >>> GRAIN_SHIFT;
  private static final int PER_DOUBLING_SHIFT = 3;
  private static final int MOST_IN_TABLE = 1024;

  /** A slab may leave a sixteenth of its bytes unused at its end. */
  private static final int MOST_WASTE_SHIFT = 4;

  /** Measured: docs/benchmarks.md, Constants. */
  private static final int MOST_SLAB_PAGES = 16;

  /** Class by request in grains, rounded up. Of {@code char}, which needs no look at its sign. */
  private static final char[] BY_GRAINS = new char[(MOST_IN_TABLE >>> GRAIN_SHIFT) + 1];

  private static final int[] BLOCK_BYTES = new int[COUNT];
  private static final byte[] SLAB_PAGES = new byte[COUNT];

  static {
    for (int sizeClass = 0; sizeClass < COUNT; sizeClass++) {
      BLOCK_BYTES[sizeClass] = computeBlockBytes(sizeClass);
      SLAB_PAGES[sizeClass] = (byte) computeSlabPages(BLOCK_BYTES[sizeClass]);
    }
    for (int grains = 0; grains < BY_GRAINS.length; grains++) {
      BY_GRAINS[grains] = (char) compute(Math.max(1, grains << GRAIN_SHIFT));
    }
  }

  private SizeClasses() {}

  /**
   * Class of the smallest block of at least {@code bytes}, or {@link #NONE}, as for negative ones.
   */
  public static int of(long bytes) {
    if (Long.compareUnsigned(bytes, MOST_IN_TABLE) <= 0) {
      return BY_GRAINS[((int) bytes + (1 << GRAIN_SHIFT) - 1) >>> GRAIN_SHIFT];
    }
    return Long.compareUnsigned(bytes, MOST_BYTES) <= 0 ? compute((int) bytes) : NONE;
  }

  /**
   * Class of the smallest block of at least {@code bytes} at a multiple of {@code alignment}, a
   * power of two; {@link #NONE} if no class has both.
   */
  public static int of(long bytes, long alignment) {
    if (alignment > PAGE_BYTES) {
      return NONE;
    }
    int sizeClass = of(Math.max(bytes, 1));
    while (sizeClass != NONE && (blockBytes(sizeClass) & (alignment - 1)) != 0) {
      sizeClass = sizeClass + 1 < COUNT ? sizeClass + 1 : NONE;
    }
    return sizeClass;
  }

  private static int compute(int bytes) {
    int last = bytes - 1;
    if (last < MOST_SPACED_EVENLY) {
      return last >>> GRAIN_SHIFT;
    }
    int doubling = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(last);
    int eighth = last >>> (doubling - PER_DOUBLING_SHIFT) & ((1 << PER_DOUBLING_SHIFT) - 1);
    return FIRST_DOUBLING_CLASS
        + ((doubling - FIRST_DOUBLING_SHIFT) << PER_DOUBLING_SHIFT)
        + eighth;
  }

  private static int computeBlockBytes(int sizeClass) {
    if (sizeClass < FIRST_DOUBLING_CLASS) {
      return (sizeClass + 1) << GRAIN_SHIFT;
    }
    int above = sizeClass - FIRST_DOUBLING_CLASS;
    int doubling = FIRST_DOUBLING_SHIFT + (above >>> PER_DOUBLING_SHIFT);
    int eighths = (above & ((1 << PER_DOUBLING_SHIFT) - 1)) + 1;
    return (1 << doubling) + (eighths << (doubling - PER_DOUBLING_SHIFT));
  }

  /** The fewest pages that hold enough blocks and leave little at the end. */
  private static int computeSlabPages(int blockBytes) {
    int leastBlocks = blockBytes <= PAGE_BYTES / 2 ? 4 : blockBytes <= PAGE_BYTES ? 2 : 1;
    for (int pages = 1; pages < MOST_SLAB_PAGES; pages++) {
      int bytes = pages * PAGE_BYTES;
      int blocks = bytes / blockBytes;
      if (blocks >= leastBlocks && (bytes - blocks * blockBytes) << MOST_WASTE_SHIFT <= bytes) {
        return pages;
      }
    }
    return MOST_SLAB_PAGES;
  }

  /** Bytes of a block. */
  public static int blockBytes(int sizeClass) {
    return BLOCK_BYTES[sizeClass];
  }

  /** Pages of a slab. */
  public static int slabPages(int sizeClass) {
    return SLAB_PAGES[sizeClass];
  }
}
