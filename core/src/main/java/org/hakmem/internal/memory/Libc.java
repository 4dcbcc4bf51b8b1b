package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of the C library that {@link NativeMemory} makes, with the constants of Linux.
 *
 * <p>Addresses go as {@code long}: the allocator never dereferences what they point to through
 * these.
 */
final class Libc {

  private static final int PROT_NONE = 0;
  private static final int PROT_READ = 1;
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE = 0x2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_HUGEPAGE = 14;
  private static final int MADV_COLLAPSE = 25;
  private static final int MREMAP_MAYMOVE = 1;
  private static final int SC_PAGESIZE = 30;

  /**
   * The one type that all calls are linked with: six integer registers are filled, of which the
   * callee reads its own, and of those that hold an {@code int} the lower half; the result's
   * register is read as a whole, and narrowed by the caller here. To link one type takes a tenth of
   * a second off a program's first allocation, as to link several does not.
   */
  private static final FunctionDescriptor CALL =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MMAP = find("mmap");
  private static final MethodHandle MUNMAP = find("munmap");
  private static final MethodHandle MADVISE = find("madvise");
  private static final MethodHandle MPROTECT = find("mprotect");
  private static final MethodHandle MREMAP = find("mremap");
  private static final MethodHandle SYSCONF = find("sysconf");

  private Libc() {}

  /** Address space that can't be touched yet, or 0. */
  static long reserve(long bytes) {
    return map(bytes, PROT_NONE);
  }

  /** Zeroed memory, or 0. */
  static long map(long bytes) {
    return map(bytes, PROT_READ_WRITE);
  }

  private static long map(long bytes, int protection) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    long address = call(MMAP, 0, bytes, protection, flags, -1);
    return address == -1 ? 0 : address;
  }

  /** The call behind {@link #map(MethodHandle, MemorySegment, long)}. */
  @SuppressWarnings("restricted") // as find
  static MethodHandle mapKeepingErrno() {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow("mmap"), CALL, Linker.Option.captureCallState("errno"));
  }

  /** Zeroed memory, or -1, and the error number in {@code state}. */
  static long map(MethodHandle mapKeepingErrno, MemorySegment state, long bytes) {
    try {
      return (long)
          mapKeepingErrno.invokeExact(
              state,
              0L,
              bytes,
              (long) PROT_READ_WRITE,
              (long) (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE),
              -1L,
              0L);
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  static boolean unmap(long address, long bytes) {
    return (int) call(MUNMAP, address, bytes, 0, 0, 0) == 0;
  }

  static boolean purge(long address, long bytes) {
    return (int) call(MADVISE, address, bytes, MADV_DONTNEED, 0, 0) == 0;
  }

  static boolean preferHugePages(long address, long bytes) {
    return (int) call(MADVISE, address, bytes, MADV_HUGEPAGE, 0, 0) == 0;
  }

  /** Of Linux 6.1 and later. */
  static boolean collapse(long address, long bytes) {
    return (int) call(MADVISE, address, bytes, MADV_COLLAPSE, 0, 0) == 0;
  }

  /** Writes a byte for each OS page to {@code states}; its lowest bit tells a resident one. */
  static boolean mincore(long address, long bytes, long states) {
    return (int) call(Residence.MINCORE, address, bytes, states, 0, 0) == 0;
  }

  /** Makes reserved memory readable; it reads as zero and takes no memory. */
  static boolean allowReads(long address, long bytes) {
    return (int) call(MPROTECT, address, bytes, PROT_READ, 0, 0) == 0;
  }

  static boolean commit(long address, long bytes) {
    return (int) call(MPROTECT, address, bytes, PROT_READ_WRITE, 0, 0) == 0;
  }

  /** Makes memory inaccessible. */
  static boolean forbid(long address, long bytes) {
    return (int) call(MPROTECT, address, bytes, PROT_NONE, 0, 0) == 0;
  }

  /** The new address, or 0. */
  static long remap(long address, long oldBytes, long newBytes) {
    long moved = call(MREMAP, address, oldBytes, newBytes, MREMAP_MAYMOVE, 0);
    return moved == -1 ? 0 : moved;
  }

  static long pageBytes() {
    return call(SYSCONF, SC_PAGESIZE, 0, 0, 0, 0);
  }

  /**
   * A system call that the C library has no function for.
   *
   * @return what it returns, or -1 if it failed
   */
  static long systemCall(long number, long argument) {
    return (int) call(Rare.SYSCALL, number, argument, 0, 0, 0);
  }

  /** Linked when it is first used, which in most programs is never. */
  private static final class Rare {
    static final MethodHandle SYSCALL = find("syscall");

    private Rare() {}
  }

  /** Linked when it is first used, which in small programs is never. */
  private static final class Residence {
    static final MethodHandle MINCORE = find("mincore");

    private Residence() {}
  }

  /** Calls with five arguments, and 0 as the sixth, which only mmap has: an offset. */
  private static long call(MethodHandle function, long a, long b, long c, long d, long e) {
    try {
      return (long) function.invokeExact(a, b, c, d, e, 0L);
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  @SuppressWarnings("restricted") // callers see to it that native access is granted
  private static MethodHandle find(String name) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), CALL);
  }
}
