package org.hakmem.lwjgl;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.MTD_void;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.hakmem.Hakmem;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.MemoryUtil.MemoryAllocator;

/** A program that calls LWJGL's allocation functions by their pointers, as native code does. */
final class Upcalls {

  private static final MemoryAllocator ALLOCATOR = MemoryUtil.getAllocator(false);
  private static final Hakmem HAKMEM = Hakmem.shared();

  private static final MethodHandle MALLOC = function(ALLOCATOR.getMalloc(), 1);
  private static final MethodHandle CALLOC = function(ALLOCATOR.getCalloc(), 2);
  private static final MethodHandle REALLOC = function(ALLOCATOR.getRealloc(), 2);
  private static final MethodHandle ALIGNED = function(ALLOCATOR.getAlignedAlloc(), 2);
  private static final MethodHandle FREE = function(ALLOCATOR.getFree(), -1);
  private static final MethodHandle ALIGNED_FREE = function(ALLOCATOR.getAlignedFree(), -1);

  private static final int SLOTS = 64;

  /** At this number of frames before the end of the stack it makes calls. */
  private static final int LEVELS = 200;

  private static @Nullable MethodHandle probe;
  private static final long[] BLOCKS = new long[SLOTS];
  private static int turn;
  private static int refused;
  private static int kept;
  private static int done;
  private static @Nullable Object[] filling;

  private Upcalls() {}

  @SuppressWarnings("restricted")
  private static MethodHandle function(long pointer, int longs) {
    FunctionDescriptor descriptor =
        switch (longs) {
          case 1 -> FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
          case 2 -> FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);
          default -> FunctionDescriptor.ofVoid(JAVA_LONG);
        };
    return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(pointer), descriptor);
  }

  public static void main(String[] args) throws Throwable {
    long before = HAKMEM.stats().liveBlocks();
    switch (args[0]) {
      case "arguments" -> arguments();
      case "late" -> late();
      case "logger" -> logger();
      case "heap" -> heap();
      default -> stack(Integer.parseInt(args[1]));
    }
    long left = HAKMEM.stats().liveBlocks() - before;
    boolean exact = args[0].equals("arguments") || args[0].equals("stack");
    System.out.println(
        (exact && left != 0 ? "broken: " + left + " blocks left" : "ok:")
            + (" refused=" + refused + " kept=" + kept + " done=" + done + " "));
    System.exit(0);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      System.out.println("broken: " + what);
      System.exit(1);
    }
  }

  private static void arguments() throws Throwable {
    for (int i = 0; i < 2000; i++) {
      boolean loud = i < 2;
      require(JNI.invokePP(-1, ALLOCATOR.getMalloc()) == 0, "malloc(-1)");
      require((long) CALLOC.invokeExact(1L << 32, 1L << 32) == 0, "calloc");
      require((long) CALLOC.invokeExact(-1L, 2L) == 0, "calloc(-1, 2)");
      require((long) ALIGNED.invokeExact(24L, 10L) == 0, "aligned_alloc(24)");
      require((long) ALIGNED.invokeExact(0L, 10L) == 0, "aligned_alloc(0)");
      require((long) ALIGNED.invokeExact(1L << 40, 10L) == 0, "aligned_alloc(1 << 40)");
      require((long) ALIGNED.invokeExact(32L, -10L) == 0, "aligned_alloc, size");
      FREE.invokeExact(0L);
      ALIGNED_FREE.invokeExact(0L);
      long block = (long) REALLOC.invokeExact(0L, 100L);
      require(block != 0, "realloc(NULL, n)");
      block = (long) REALLOC.invokeExact(block, 0L);
      require(block != 0 && HAKMEM.usableSize(block) >= 0, "realloc(p, 0)");
      require((long) REALLOC.invokeExact(block, -1L) == 0, "realloc(p, -1)");
      require((long) REALLOC.invokeExact(block, Long.MAX_VALUE) == 0, "realloc(p, most)");
      if (loud) {
        require((long) REALLOC.invokeExact(block + 1, 10L) == 0, "realloc inside");
        require((long) REALLOC.invokeExact(12L, 10L) == 0, "realloc foreign");
        FREE.invokeExact(block + 1);
        FREE.invokeExact(12L);
        ALIGNED_FREE.invokeExact(-1L);
      }
      FREE.invokeExact(block);
    }
  }

  private static void late() throws Throwable {
    for (long size : new long[] {16, 64, 1000, 40_000, 2 << 20}) {
      for (int round = 0; round < 5; round++) {
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          blocks.add((long) MALLOC.invokeExact(size));
        }
        for (long block : blocks) {
          FREE.invokeExact(block);
        }
        for (long block : blocks) {
          FREE.invokeExact(block);
        }
        for (int i = 0; i < 1500; i++) { // flushes
          FREE.invokeExact((long) MALLOC.invokeExact(size));
          long other = (long) CALLOC.invokeExact(1L, size);
          other = (long) REALLOC.invokeExact(other, size + 1);
          FREE.invokeExact(other);
        }
      }
    }
  }

  private static void logger() throws Throwable {
    Logger logger = Logger.getLogger("org.hakmem.lwjgl");
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            refused++;
            if (refused % 2 == 0) {
              throw new StackOverflowError();
            }
            throw new LinkageError("by a test");
          }

          @Override
          public void flush() {
            // nothing
          }

          @Override
          public void close() {
            // nothing
          }
        });
    for (int i = 0; i < 1000; i++) {
      long block = (long) MALLOC.invokeExact(64L);
      require(block != 0, "malloc after a failed log line");
      FREE.invokeExact(block + 1);
      require((long) REALLOC.invokeExact(block + 1, 10L) == 0, "realloc");
      FREE.invokeExact(block);
    }
    require(refused > 1000, "the logger was called");
  }

  private static void heap() throws Throwable {
    for (int longs = 1 << 16; longs > 0; ) {
      try {
        Object[] next = {filling, new long[longs]};
        filling = next;
      } catch (OutOfMemoryError e) {
        longs /= 2;
      }
    }
    for (int i = 0; i < 300; i++) {
      int slot = i % SLOTS;
      try {
        if (BLOCKS[slot] == 0) {
          BLOCKS[slot] = (long) MALLOC.invokeExact(64L << slot % 12);
        } else {
          FREE.invokeExact(BLOCKS[slot] + 8);
          FREE.invokeExact(BLOCKS[slot]);
          BLOCKS[slot] = 0;
        }
      } catch (OutOfMemoryError e) { // of the way there: thrown to Java, not to native code
        refused++;
      }
    }
    filling = null;
    require((long) MALLOC.invokeExact(64L) != 0, "malloc with a Java heap again");
  }

  private static void freeAll() throws Throwable {
    for (int slot = 0; slot < SLOTS; slot++) {
      FREE.invokeExact(BLOCKS[slot]);
      BLOCKS[slot] = 0;
    }
  }

  private static void stack(int longs) throws Throwable {
    probe = longs == 0 ? null : probe(longs);
    for (int i = 0; i < 2000; i++) { // links, and compiles
      step();
    }
    refused = 0;
    for (int round = 0; round < 40; round++) {
      Thread thread = new Thread(null, Upcalls::descend, "descent", (256 << 10) + round * 4096);
      thread.start();
      thread.join();
    }
    freeAll(); // and what was kept
  }

  /** A method with a frame of this number of longs, which thus makes sure of the stack. */
  private static MethodHandle probe(int longs) throws ReflectiveOperationException {
    ClassDesc name = ClassDesc.of("org.hakmem.lwjgl.Probe");
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                type ->
                    type.withField("again", CD_boolean, ClassFile.ACC_STATIC)
                        .withMethodBody(
                            "ensure",
                            MTD_void,
                            ClassFile.ACC_STATIC,
                            code -> {
                              Label end = code.newLabel();
                              code.getstatic(name, "again", CD_boolean).ifeq(end);
                              code.lconst_0().lstore(2 * (longs - 1));
                              code.invokestatic(name, "ensure", MTD_void);
                              code.labelBinding(end).return_();
                            }));
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Class<?> defined = lookup.defineClass(bytes);
    return lookup.findStatic(defined, "ensure", MethodType.methodType(void.class));
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private static int descend() {
    int below;
    try {
      below = descend();
    } catch (StackOverflowError e) {
      below = 0;
    }
    if (below < LEVELS) {
      try {
        step();
      } catch (StackOverflowError e) { // of the probe: nothing was called
        done--;
      } catch (Throwable t) {
        require(false, t.toString());
      }
    }
    return below + 1;
  }

  /** One call, at the slot whose turn it is. */
  private static void step() throws Throwable {
    done++;
    if (probe != null) {
      probe.invokeExact();
    }
    turn++;
    int slot = turn % SLOTS;
    long block = BLOCKS[slot];
    if (block == 0) {
      BLOCKS[slot] =
          switch (turn / SLOTS % 4) {
            case 0 -> (long) CALLOC.invokeExact(1L, 100L);
            case 1 -> (long) ALIGNED.invokeExact(64L, 100L);
            case 2 -> (long) REALLOC.invokeExact(0L, 3000L);
            default -> (long) MALLOC.invokeExact(64L);
          };
      refused += BLOCKS[slot] == 0 ? 1 : 0;
    } else {
      BLOCKS[slot] = 0; // a free never fails
      FREE.invokeExact(block);
      kept = Math.max(kept, keptBlocks());
    }
  }

  private static int keptBlocks() {
    return NativeFunctions.kept();
  }
}
