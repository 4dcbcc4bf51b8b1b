package org.hakmem.bench.peers;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/**
 * A native allocator.
 *
 * <p>C2 inlines a downcall only if its handle is a constant, that is, in a static final field. So
 * that this one class serves every library all the same, {@link HiddenCopy} defines it anew for
 * each, as a hidden class that finds its {@link NativeFunctions} in its class data. The class as it
 * stands here is never initialised.
 */
final class NativePeer extends AddressPeer {

  private static final NativeFunctions FUNCTIONS = functions();
  private static final MethodHandle MALLOC = FUNCTIONS.malloc();
  private static final MethodHandle CALLOC = FUNCTIONS.calloc();
  private static final MethodHandle ALIGNED = FUNCTIONS.aligned();
  private static final MethodHandle REALLOC = FUNCTIONS.realloc();
  private static final MethodHandle FREE = FUNCTIONS.free();

  NativePeer() {}

  @Override
  public Thread thread(String name, Runnable task) {
    return super.thread(name, () -> FUNCTIONS.threads().run(task));
  }

  @Override
  long malloc(long byteSize) {
    try {
      return (long) MALLOC.invokeExact(byteSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  long calloc(long byteSize) {
    try {
      return (long) CALLOC.invokeExact(1L, byteSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  long aligned(long byteSize, long byteAlignment) {
    try {
      return (long) ALIGNED.invokeExact(byteAlignment, byteSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  long realloc(long address, long byteSize) {
    try {
      return (long) REALLOC.invokeExact(address, byteSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  @Override
  void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static NativeFunctions functions() {
    try {
      return Objects.requireNonNull(
          MethodHandles.classData(MethodHandles.lookup(), "_", NativeFunctions.class));
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Wraps what a downcall handle declares to throw and never does. */
  private static AssertionError unexpected(Throwable thrown) {
    return new AssertionError("a native call threw", thrown);
  }
}
