package org.hakmem.bench.machine;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/** The heap of the C library, from which the JVM itself has what it needs to compile. */
public final class CHeap {

  /**
   * What a JVM needs in its environment for {@link #trim} to give all back: glibc makes threads
   * arenas of their own, and keeps what is free at their ends. Those of the compilers' threads were
   * 0 to 10 MiB, by chance.
   */
  public static final Map<String, String> ONE_ARENA = Map.of("MALLOC_ARENA_MAX", "1");

  private CHeap() {}

  /**
   * Gives what is free in it back to the system, so that it does not count as resident; nothing
   * where the C library is not glibc. The JVM's compilers leave some 20 MiB that are free.
   */
  @SuppressWarnings("restricted")
  public static void trim() {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("malloc_trim")
        .map(
            function -> linker.downcallHandle(function, FunctionDescriptor.of(JAVA_INT, JAVA_LONG)))
        .ifPresent(CHeap::trim);
  }

  private static void trim(MethodHandle mallocTrim) {
    try {
      int _ = (int) mallocTrim.invokeExact(0L);
    } catch (Throwable e) {
      throw new AssertionError("a native call threw", e);
    }
  }
}
