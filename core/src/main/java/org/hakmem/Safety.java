package org.hakmem;

/** How thoroughly an allocator checks what it is given; see {@link HakmemConfig#safety()}. */
public enum Safety {
  /**
   * Every bad {@code free}, {@code realloc}, {@code reallocate} and {@code usableSize} throws
   * {@link InvalidFreeException} from that very call, before anything has changed. The default.
   */
  HARDENED,

  /**
   * As {@link #HARDENED} for addresses that no block begins at and for blocks of 32 KiB and more.
   * Smaller blocks that are freed twice may be found later, or not at all.
   */
  FAST,

  /**
   * As {@link #HARDENED}, with the stacks that allocated and freed the block. Each segment has a
   * scope of its own, so that an access after its free throws. Writes out of bounds and into freed
   * blocks are found by patterns around and in the blocks. For tests and debugging: slow.
   */
  CHECKED
}
