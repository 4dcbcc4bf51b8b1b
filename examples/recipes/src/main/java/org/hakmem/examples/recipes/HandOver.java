package org.hakmem.examples.recipes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.hakmem.Hakmem;

/**
 * Blocks that native code works on. A block is memory like any other: hand its address over, by FFM
 * as here, or as a {@code jlong} by JNI.
 *
 * <p>Who frees it must ask the allocator it came from: C's {@code free} knows nothing of hakmem's
 * blocks, nor hakmem of C's. Native code that is to free a block itself is given {@link
 * #freeFunction}.
 */
public final class HandOver {

  private static final Linker LINKER = Linker.nativeLinker();

  private HandOver() {}

  /** Sorts ints in a block by C's {@code qsort}, which calls back for each comparison. */
  @SuppressWarnings("restricted")
  public static void sort(MemorySegment ints) throws Throwable {
    MethodHandle qsort =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("qsort"),
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));
    var element = ADDRESS.withTargetLayout(JAVA_INT);
    MethodHandle compare =
        MethodHandles.lookup()
            .findStatic(
                HandOver.class,
                "compare",
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment callback =
          LINKER.upcallStub(compare, FunctionDescriptor.of(JAVA_INT, element, element), arena);
      qsort.invokeExact(ints, ints.byteSize() / Integer.BYTES, (long) Integer.BYTES, callback);
    }
  }

  static int compare(MemorySegment one, MemorySegment other) {
    return Integer.compare(one.get(JAVA_INT, 0), other.get(JAVA_INT, 0));
  }

  /**
   * A C function {@code void free(void *)} for libraries that want one, for as long as {@code
   * arena} is open. It may be called by any thread, one that the library made too.
   */
  @SuppressWarnings("restricted")
  public static MemorySegment freeFunction(Arena arena) throws ReflectiveOperationException {
    MethodHandle free =
        MethodHandles.lookup()
            .findStatic(HandOver.class, "free", MethodType.methodType(void.class, long.class));
    return LINKER.upcallStub(free, FunctionDescriptor.ofVoid(JAVA_LONG), arena);
  }

  static void free(long address) {
    try {
      Hakmem.shared().free(address);
    } catch (RuntimeException e) { // one that left an upcall would end the process
      System.getLogger("recipes").log(System.Logger.Level.ERROR, "bad free by native code", e);
    }
  }
}
