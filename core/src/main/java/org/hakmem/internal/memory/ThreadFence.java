package org.hakmem.internal.memory;

/**
 * A full fence in every thread of the process, by one call of one of them: {@code membarrier(2)}.
 *
 * <p>It makes one side of a Dekker free. The side that is seldom taken writes, calls {@link
 * #everywhere}, and reads; the other, taken often, writes and reads with no fence in between, only
 * in this order for the compiler (opaque mode). After the call either the frequent side's write is
 * visible, or its read comes later and sees the seldom side's write. What other threads wrote
 * before it is visible to the caller after it.
 */
final class ThreadFence {

  private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;
  private static final long PRIVATE_EXPEDITED = 1 << 3;
  private static final long UNKNOWN = -1;

  /** The system call's number; the C library has no function for it. */
  private static final long MEMBARRIER =
      switch (System.getProperty("os.arch", "")) {
        case "amd64" -> 324;
        case "aarch64", "riscv64" -> 283;
        default -> UNKNOWN;
      };

  /**
   * Whether {@link #everywhere} will do. Plain: written once, by {@link #prepare}; who reads it
   * late does without.
   */
  private static boolean ready;

  private ThreadFence() {}

  /** Tells the system that this process will want fences: some milliseconds, once. */
  static void prepare() {
    ready = MEMBARRIER != UNKNOWN && Libc.systemCall(MEMBARRIER, REGISTER_PRIVATE_EXPEDITED) == 0;
  }

  /** Whether the system can do that. */
  static boolean isReady() {
    return ready;
  }

  /** Has every thread pass a full fence; false if the system did not. Some microseconds. */
  static boolean everywhere() {
    return ready && Libc.systemCall(MEMBARRIER, PRIVATE_EXPEDITED) == 0;
  }
}
