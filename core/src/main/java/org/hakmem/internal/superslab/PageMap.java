package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;

/**
 * From an address to the size class of the slab it lies in: one byte for each page of the window.
 *
 * <p>Written with plain stores when a slab is made and when it is retired, by the slab's owner;
 * read with plain loads by whoever frees one of its blocks. That is enough: a live block's page was
 * mapped before the block was handed out, whatever handed the address to the reader came after, and
 * the slab can't be retired before the block is free. Who asks for a block that is not live may see
 * either value, and is found out later.
 *
 * <p>A record, because compiled code takes a record's fields for constants where it knows the
 * record.
 *
 * @param base the window's first address
 * @param classes a class for each page
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record PageMap(long base, byte[] classes) {

  /** Blocks in slabs are at multiples of 16. */
  private static final int GRAIN_MASK = 15;

  /** Class of a page that holds no slab. */
  public static final byte NONE = -1;

  /**
   * A map without slabs for a window of {@code bytes} from {@code base} on. Filled by copies, which
   * are fast before anything is compiled: a loop took 5 ms of a program's first malloc.
   */
  public static PageMap of(long base, long bytes) {
    byte[] classes = new byte[Math.toIntExact(bytes >>> PAGE_SHIFT)];
    classes[0] = NONE;
    for (int filled = 1; filled < classes.length; filled *= 2) {
      int more = Math.min(filled, classes.length - filled);
      System.arraycopy(classes, 0, classes, filled, more);
    }
    return new PageMap(base, classes);
  }

  /** Size class of the slab that {@code address}, a multiple of 16, lies in; else {@link #NONE}. */
  public int classAt(long address) {
    long page = (address - base) >>> PAGE_SHIFT; // of what lies below base, a huge number
    return (address & GRAIN_MASK) == 0 && page < classes.length ? classes[(int) page] : NONE;
  }

  /** Records that a run holds a slab of {@code sizeClass}, or with {@link #NONE} none any more. */
  public void set(PageRun run, int sizeClass) {
    int from = (int) ((run.address() - base) >>> PAGE_SHIFT);
    for (int page = from; page < from + run.pages(); page++) {
      classes[page] = (byte) sizeClass;
    }
  }
}
