package org.hakmem.internal.event;

/**
 * Takes what happens on the slow paths of all allocators, for those who look from outside.
 *
 * <p>Called by any thread between two steps, when all state is consistent, with whatever is left of
 * the stack that was made sure of before the operation. So a method must neither throw, block, nor
 * call the allocator, and needs little stack.
 *
 * <p>In all of them {@code allocator} is the number of the allocator, {@code heap} the id of the
 * heap that acts, {@code slab} the address of the slab and {@code blockBytes} the size of its
 * blocks.
 */
public interface EventSink {

  /** A heap fills an empty magazine from a slab that {@code source} nominated. */
  void refill(int allocator, long heap, String source, long slab, int blockBytes);

  /** Another heap claimed the slab first. */
  void claimLost(int allocator, long heap, long slab, int blockBytes);

  /** A heap took {@code blocks} remote frees into the free set of its slab. */
  void drain(int allocator, long heap, long slab, int blockBytes, int blocks);

  /**
   * A heap took over what an ended thread left behind.
   *
   * @param orphan id of the heap that was the ended thread's; {@code heap} itself if all of it was
   *     taken over
   * @param slab the slab, or 0 if all of the heap was taken over
   */
  void adopt(int allocator, long heap, long orphan, long slab);

  /** The system made memory usable, which took {@code nanos}. */
  void commit(int allocator, long address, long bytes, long nanos);

  /**
   * The system took physical memory back, which took {@code nanos}.
   *
   * @param address of the memory, or of the superslab whose free pages it was
   */
  void purge(int allocator, long address, long bytes, long nanos);

  /**
   * An allocation met the limit, or the system refused.
   *
   * @param bytes the size that was asked for
   * @param committed bytes that count against the limit
   * @param failed whether the allocation failed even after all that is free was given back
   */
  void limitReached(int allocator, long bytes, long committed, long limit, boolean failed);

  /**
   * Bad frees were found after the calls that made them returned; they are ignored.
   *
   * @param address the first address
   */
  void lateFree(int allocator, long address, int count);

  /**
   * An allocation is a sample.
   *
   * @param bytes the size of its block
   * @param weight the bytes that it stands for
   */
  void allocationSample(int allocator, long bytes, long weight);
}
