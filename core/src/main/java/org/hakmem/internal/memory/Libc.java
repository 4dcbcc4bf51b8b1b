package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * The six calls of the C library that {@link NativeMemory} makes, with the constants of Linux.
 *
 * <p>Addresses go as {@code long}: the allocator never dereferences what they point to through
 * these.
 */
final class Libc {

  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE = 0x2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_HUGEPAGE = 14;
  private static final int MREMAP_MAYMOVE = 1;
  private static final int SC_PAGESIZE = 30;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MMAP =
      find("mmap", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = find("munmap", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MADVISE = find("madvise", JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MPROTECT = find("mprotect", JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle MREMAP =
      find("mremap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SYSCONF = find("sysconf", JAVA_INT);

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
    try {
      int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
      long address = (long) MMAP.invokeExact(0L, bytes, protection, flags, -1, 0L);
      return address == -1 ? 0 : address;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static boolean unmap(long address, long bytes) {
    try {
      return (int) (long) MUNMAP.invokeExact(address, bytes) == 0;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static boolean purge(long address, long bytes) {
    return advise(address, bytes, MADV_DONTNEED);
  }

  static boolean preferHugePages(long address, long bytes) {
    return advise(address, bytes, MADV_HUGEPAGE);
  }

  private static boolean advise(long address, long bytes, int advice) {
    try {
      return (int) (long) MADVISE.invokeExact(address, bytes, advice) == 0;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static boolean commit(long address, long bytes) {
    try {
      return (int) (long) MPROTECT.invokeExact(address, bytes, PROT_READ_WRITE) == 0;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** The new address, or 0. */
  static long remap(long address, long oldBytes, long newBytes) {
    try {
      long moved = (long) MREMAP.invokeExact(address, oldBytes, newBytes, MREMAP_MAYMOVE);
      return moved == -1 ? 0 : moved;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static long pageBytes() {
    try {
      return (long) SYSCONF.invokeExact(SC_PAGESIZE);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /**
   * All six are taken to return {@code long}: an {@code int} comes back in the same register, of
   * which the callers then look at the lower half only.
   */
  @SuppressWarnings("restricted") // callers see to it that native access is granted
  private static MethodHandle find(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_LONG, parameters));
  }

  private static RuntimeException rethrow(Throwable t) {
    if (t instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(t);
  }
}
