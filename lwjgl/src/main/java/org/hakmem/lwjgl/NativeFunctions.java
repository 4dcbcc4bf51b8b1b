package org.hakmem.lwjgl;

import java.lang.System.Logger;
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
 * <p>The JVM ends the process if anything is thrown out of a function called by native code. So
 * each function catches every {@link Throwable}, returns {@link MemoryUtil#NULL} or does nothing,
 * and writes a line to the log {@code org.hakmem.lwjgl}. As in C, {@code NULL} alone reports that
 * memory is out.
 *
 * <p><b>The end of the stack.</b> The handlers need no stack: what they call is caught in turn, and
 * keeping a block that could not be freed takes no call at all. A later call of any function frees
 * the block, and writes the log line. A logger whose classes were initialised at the end of the
 * stack would be unusable from then on.
 *
 * <p><b>What Java can't catch.</b> HotSpot checks the stack at the entry of the first Java frame,
 * before any handler is in force, and ends the process if the check fails. So native code that runs
 * on a Java thread must leave a function 8 KiB of the stack that is usable by Java.
 */
final class NativeFunctions {

  private static final HakmemMemoryAllocator ALLOCATOR = new HakmemMemoryAllocator();
  private static final Logger LOG = System.getLogger("org.hakmem.lwjgl");

  /** Frames that make sure of the stack for a logger: some tens of kilobytes. */
  private static final int LOGGER_FRAMES = 200;

  /** Guards the blocks that are kept. */
  private static final Object LOCK = new Object();

  /** Blocks that were to be freed where the stack ended. */
  private static long[] keptBlocks = new long[64];

  /** Their number; read without the lock as a hint. */
  private static int kept;

  /** Calls that failed without a log line. A benign race: one may be missed. */
  private static int unlogged;

  static {
    prepare();
  }

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

  /** Returns a pointer to a static method of this class that takes this number of longs. */
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

  /**
   * Makes the first calls with room on the stack, so that no class is loaded at its end. HotSpot
   * looks up the classes that the handlers name when the first exception is caught.
   */
  private static void prepare() {
    free(realloc(malloc(1), 100));
    free(calloc(1, 1));
    free(alignedAlloc(32, 1));
    try {
      throw new StackOverflowError();
    } catch (StackOverflowError e) {
      unlogged = 0;
    }
    try {
      throw new IllegalStateException();
    } catch (Throwable t) {
      LOG.isLoggable(Level.ERROR);
    }
  }

  static long malloc(long size) {
    try {
      catchUp();
      return ALLOCATOR.malloc(size);
    } catch (Throwable t) {
      try {
        log("malloc", t);
      } catch (Throwable noRoom) {
        unlogged++;
      }
      return MemoryUtil.NULL;
    }
  }

  static long calloc(long num, long size) {
    try {
      catchUp();
      return ALLOCATOR.calloc(num, size);
    } catch (Throwable t) {
      try {
        log("calloc", t);
      } catch (Throwable noRoom) {
        unlogged++;
      }
      return MemoryUtil.NULL;
    }
  }

  static long realloc(long ptr, long size) {
    try {
      catchUp();
      return ALLOCATOR.realloc(ptr, size);
    } catch (Throwable t) {
      try {
        log("realloc", t);
      } catch (Throwable noRoom) {
        unlogged++;
      }
      return MemoryUtil.NULL;
    }
  }

  static long alignedAlloc(long alignment, long size) {
    try {
      catchUp();
      return ALLOCATOR.aligned_alloc(alignment, size);
    } catch (Throwable t) {
      try {
        log("aligned_alloc", t);
      } catch (Throwable noRoom) {
        unlogged++;
      }
      return MemoryUtil.NULL;
    }
  }

  static void free(long ptr) {
    try {
      catchUp();
      ALLOCATOR.free(ptr);
    } catch (StackOverflowError e) { // the block is as it was
      synchronized (LOCK) { // and no call, which would need stack
        unlogged++;
        try {
          if (kept == keptBlocks.length) {
            long[] longer = new long[2 * kept];
            for (int i = 0; i < kept; i++) {
              longer[i] = keptBlocks[i];
            }
            keptBlocks = longer;
          }
          keptBlocks[kept] = ptr;
          kept++;
        } catch (Throwable noHeap) {
          unlogged++;
        }
      }
    } catch (Throwable t) {
      try {
        log("free", t);
      } catch (Throwable noRoom) {
        unlogged++;
      }
    }
  }

  /** Returns the number of blocks that wait to be freed, exact in a quiet moment. */
  static int kept() {
    return kept;
  }

  /**
   * Does what earlier calls could not do. It throws nothing, and leaves the rest to later calls.
   */
  private static void catchUp() {
    if (kept != 0 || unlogged != 0) {
      try {
        freeKept();
        logUnlogged();
      } catch (Throwable t) {
        return;
      }
    }
  }

  private static void freeKept() {
    synchronized (LOCK) {
      while (kept > 0) {
        try {
          ALLOCATOR.free(keptBlocks[kept - 1]);
        } catch (InvalidFreeException e) {
          unlogged++;
        }
        kept--; // only now: the stack may end above
      }
    }
  }

  private static void logUnlogged() {
    int calls = unlogged;
    if (calls != 0) {
      requireRoom(LOGGER_FRAMES, 1, 2, 3, 4, 5, 6, 7);
      unlogged = 0;
      LOG.log(Level.ERROR, "calls by native code that failed without a log line: " + calls);
    }
  }

  private static void log(String function, Throwable thrown) {
    requireRoom(LOGGER_FRAMES, 1, 2, 3, 4, 5, 6, 7);
    LOG.log(Level.ERROR, function + " by native code, ignored: " + thrown);
  }

  /** Recurses, so that a logger has the same room. */
  private static long requireRoom(
      int frames, long a, long b, long c, long d, long e, long f, long g) {
    return frames == 0 ? a : requireRoom(frames - 1, b, c, d, e, f, g, a) + a * b + c * d + e * f;
  }
}
