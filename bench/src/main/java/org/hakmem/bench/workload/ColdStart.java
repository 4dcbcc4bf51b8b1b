package org.hakmem.bench.workload;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import org.hakmem.Hakmem;
import org.hakmem.bench.peers.PeerName;

/**
 * The first malloc in a JVM, class loading included: hakmem's, beside the least that a program does
 * for a first downcall to the C library's {@code malloc}. Of our own.
 */
public final class ColdStart {

  private static final long BYTES = 64;
  private static final double NANOS_PER_MILLI = 1e6;

  private ColdStart() {}

  static Workload workload() {
    return new Workload(
        "cold-start",
        "the first malloc in a JVM, class loading included, beside a first downcall to glibc's",
        Unit.MILLIS,
        EnumSet.of(Trait.COLD),
        trial -> millis(trial.peer() == PeerName.HAKMEM));
  }

  /**
   * Does it, once in a JVM's life.
   *
   * @param hakmem whether with hakmem, else with glibc
   * @return how long it took
   */
  public static double millis(boolean hakmem) {
    long start = System.nanoTime();
    long address = hakmem ? OfHakmem.malloc() : OfGlibc.malloc();
    long nanos = System.nanoTime() - start;
    if (address == 0) {
      throw new OutOfMemoryError("the first malloc returned null");
    }
    return nanos / NANOS_PER_MILLI;
  }

  /** Its own class, so that the other's measurement does not load it. */
  private static final class OfHakmem {

    private OfHakmem() {}

    static long malloc() {
      return Hakmem.shared().malloc(BYTES);
    }
  }

  /** Its own class, so that the other's measurement does not load it. */
  private static final class OfGlibc {

    private OfGlibc() {}

    @SuppressWarnings("restricted")
    static long malloc() {
      Linker linker = Linker.nativeLinker();
      try {
        MemorySegment block =
            (MemorySegment)
                linker
                    .downcallHandle(
                        linker.defaultLookup().findOrThrow("malloc"),
                        FunctionDescriptor.of(ADDRESS, JAVA_LONG))
                    .invokeExact(BYTES);
        return block.address();
      } catch (Throwable e) {
        throw new AssertionError("a native call threw", e);
      }
    }
  }
}
