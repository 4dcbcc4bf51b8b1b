package org.hakmem.lwjgl;

import org.hakmem.Hakmem;
import org.hakmem.InvalidFreeException;
import org.lwjgl.system.MemoryUtil;

/**
 * Lets LWJGL's {@link MemoryUtil} allocate from {@link Hakmem#shared()}. To be chosen before
 * anything of LWJGL is used, by {@code
 * -Dorg.lwjgl.system.allocator=org.hakmem.lwjgl.HakmemMemoryAllocator} or by
 *
 * {@snippet file="HakmemMemoryAllocatorTest.java" region="choose"}
 *
 * <p>Every method may be called by any thread, and a block may be freed by any. Blocks are at
 * multiples of 16 bytes. As C's functions do, those that allocate return {@link MemoryUtil#NULL}
 * when memory is out; {@code MemoryUtil} makes an {@link OutOfMemoryError} of that.
 *
 * <p>The function pointers are for native code that allocates or frees for itself, or hands blocks
 * to the program; LWJGL's own Java code does not go through them. They are made when first asked
 * for and stay. A call costs a transition into Java and back.
 *
 * <p>The functions throw nothing to native code: they return {@link MemoryUtil#NULL} or do nothing,
 * and write a line to the log {@code org.hakmem.lwjgl}. Native code that runs on a Java thread must
 * leave them 8 KiB of the stack that is usable by Java; with less, the JVM ends the process. With
 * less than the allocator needs beyond that, they return {@code NULL}, and a block that is to be
 * freed is freed by a later call of any function.
 */
public final class HakmemMemoryAllocator implements MemoryUtil.MemoryAllocator {

  private static final Hakmem HAKMEM = Hakmem.shared();

  /** For LWJGL, which finds the class by its name. */
  public HakmemMemoryAllocator() {}

  @Override
  public long getMalloc() {
    return NativeFunctions.MALLOC;
  }

  @Override
  public long getCalloc() {
    return NativeFunctions.CALLOC;
  }

  @Override
  public long getRealloc() {
    return NativeFunctions.REALLOC;
  }

  @Override
  public long getFree() {
    return NativeFunctions.FREE;
  }

  @Override
  public long getAlignedAlloc() {
    return NativeFunctions.ALIGNED_ALLOC;
  }

  @Override
  public long getAlignedFree() {
    return NativeFunctions.FREE;
  }

  /**
   * Allocates a block, uninitialised.
   *
   * @return its address, or {@link MemoryUtil#NULL} if memory is out or {@code size} no size
   */
  @Override
  public long malloc(long size) {
    try {
      return size < 0 ? MemoryUtil.NULL : HAKMEM.malloc(size);
    } catch (OutOfMemoryError e) {
      return MemoryUtil.NULL;
    }
  }

  /**
   * Allocates a block of {@code num} times {@code size} bytes, all zero.
   *
   * @return its address, or {@link MemoryUtil#NULL} if memory is out or there is no such size
   */
  @Override
  public long calloc(long num, long size) {
    boolean fits = num >= 0 && size >= 0 && Math.multiplyHigh(num, size) == 0 && num * size >= 0;
    try {
      return fits ? HAKMEM.calloc(num * size) : MemoryUtil.NULL;
    } catch (OutOfMemoryError e) {
      return MemoryUtil.NULL;
    }
  }

  /**
   * Resizes a block, which may move it.
   *
   * @param ptr a block, or {@link MemoryUtil#NULL}, which allocates one
   * @param size bytes; 0 gives a block too
   * @return its address, or {@link MemoryUtil#NULL} if memory is out or {@code size} no size; the
   *     block is then as it was
   * @throws InvalidFreeException if {@code ptr} is no block, so far as that is known
   */
  @Override
  public long realloc(long ptr, long size) {
    try {
      return size < 0 ? MemoryUtil.NULL : HAKMEM.realloc(ptr, size);
    } catch (OutOfMemoryError e) {
      return MemoryUtil.NULL;
    }
  }

  /**
   * Frees a block; {@link MemoryUtil#NULL} is none.
   *
   * @throws InvalidFreeException if {@code ptr} is no block, so far as that is known
   */
  @Override
  public void free(long ptr) {
    HAKMEM.free(ptr);
  }

  /**
   * Allocates a block, uninitialised.
   *
   * @param alignment a power of two up to 1 GiB
   * @return its address, a multiple of {@code alignment}, or {@link MemoryUtil#NULL} if memory is
   *     out or there is no such alignment or size
   */
  @Override
  public long aligned_alloc(long alignment, long size) {
    try {
      return HAKMEM.malloc(size, alignment);
    } catch (OutOfMemoryError | IllegalArgumentException e) {
      return MemoryUtil.NULL;
    }
  }

  /** As {@link #free}. */
  @Override
  public void aligned_free(long ptr) {
    free(ptr);
  }
}
