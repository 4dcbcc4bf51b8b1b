package org.hakmem.lwjgl;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Collections;
import org.hakmem.InvalidFreeException;
import org.lwjgl.system.MemoryUtil;

/**
 * The allocator as C functions, for as long as the process lives.
 *
 * <p>An exception that left a function called by native code would end the process. So a bad free
 * goes to the log {@code org.hakmem.lwjgl} and does nothing.
 */
final class NativeFunctions {

  private static final HakmemMemoryAllocator ALLOCATOR = new HakmemMemoryAllocator();

  /** {@code void *malloc(size_t size)}. */
  static final long MALLOC = pointerTo("malloc", long.class, 1);

  /** {@code void *calloc(size_t num, size_t size)}. */
  static final long CALLOC = pointerTo("calloc", long.class, 2);

  /** {@code void *realloc(void *ptr, size_t size)}. */
  static final long REALLOC = pointerTo("realloc", long.class, 2);

  /** {@code void *aligned_alloc(size_t alignment, size_t size)}. */
  static final long ALIGNED_ALLOC = pointerTo("alignedAlloc", long.class, 2);

  /** {@code void free(void *ptr)}. */
  static final long FREE = pointerTo("free", void.class, 1);

  private NativeFunctions() {}

  /** Pointer to a static method of this class that takes so many longs. */
  @SuppressWarnings("restricted") // without native access LWJGL itself could do nothing
  private static long pointerTo(String method, Class<?> returned, int longs) {
    MethodType type = MethodType.methodType(returned, Collections.nCopies(longs, long.class));
    ValueLayout[] arguments = new ValueLayout[longs];
    Arrays.fill(arguments, ValueLayout.JAVA_LONG);
    FunctionDescriptor descriptor =
        returned == void.class
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments);
    try {
      MethodHandle handle = MethodHandles.lookup().findStatic(NativeFunctions.class, method, type);
      return Linker.nativeLinker().upcallStub(handle, descriptor, Arena.global()).address();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static long malloc(long size) {
    return ALLOCATOR.malloc(size);
  }

  static long calloc(long num, long size) {
    return ALLOCATOR.calloc(num, size);
  }

  static long realloc(long ptr, long size) {
    try {
      return ALLOCATOR.realloc(ptr, size);
    } catch (InvalidFreeException e) {
      log("realloc", e);
      return MemoryUtil.NULL;
    }
  }

  static long alignedAlloc(long alignment, long size) {
    return ALLOCATOR.aligned_alloc(alignment, size);
  }

  static void free(long ptr) {
    try {
      ALLOCATOR.free(ptr);
    } catch (InvalidFreeException e) {
      log("free", e);
    }
  }

  private static void log(String function, InvalidFreeException e) {
    System.getLogger("org.hakmem.lwjgl")
        .log(Level.ERROR, function + " by native code, ignored: " + e.getMessage());
  }
}
