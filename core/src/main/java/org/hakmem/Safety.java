package org.hakmem;

/** How thoroughly an allocator checks what it is given; see {@link HakmemConfig#safety()}. */
public enum Safety {
  /**
   * Every bad {@code free}, {@code realloc}, {@code reallocate} and {@code usableSize} throws
   * {@link InvalidFreeException} from that very call, before anything has changed. The default.
   *
   * <p>Of two threads that free one block at the same moment, one may be found too late to refuse
   * it. Its free is ignored and counted ({@link HakmemStats.Protocol#lateDoubleFrees()}), and the
   * block is not handed out twice. An address that was handed out again is its new holder's block:
   * a stale free of it frees that block.
   */
  HARDENED,

  /**
   * As {@link #HARDENED} for addresses that no block begins at and for blocks of 32 KiB and more. A
   * smaller block that is freed twice may be handed out twice. Where that is found later, the free
   * is ignored and counted; no other call throws for it.
   */
  FAST,

  /**
   * As {@link #HARDENED}, with the stacks that allocated and freed the block. Each segment has a
   * scope of its own, so that an access after its free throws. Writes out of bounds and into freed
   * blocks are found by patterns around and in the blocks. For tests and debugging: slow.
   */
  CHECKED
}
