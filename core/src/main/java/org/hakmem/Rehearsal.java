package org.hakmem;

import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;

import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.heap.StackRoom;
import org.hakmem.internal.memory.OsMemories;
import org.hakmem.internal.slab.SizeClasses;
import org.hakmem.internal.superslab.PageMap;

/**
 * Goes every slow path once, on an allocator of its own, beside a process that has just got its
 * first.
 *
 * <p>What runs for the first time loads and initialises classes and links call sites. That takes
 * far more of the stack than is made sure of before an operation, and a class whose initialisation
 * meets a {@link StackOverflowError} is unusable from then on. So it happens here, in threads whose
 * stack is empty; see {@link StackRoom} for who needs that.
 */
final class Rehearsal {

  private static final long RESERVATION_BYTES = 16 << 20;
  private static final long LIMIT_BYTES = 256 << 20;

  /** Sizes of blocks of which a slab holds many, a few, and one. */
  private static final long[] SIZES = {16, 1000, 20_000, 300_000};

  private static final int BLOCKS = 16;
  private static final long LARGE_BYTES = 1 << 20;
  private static final long HUGE_BYTES = 48 << 20;
  private static final long HUGE_ALIGNMENT = 4 << 20;
  private static final long TOO_MANY_BYTES = 1L << 40;

  private static final AtomicBoolean NATIVE_STARTED = new AtomicBoolean();
  private static final AtomicBoolean PORTABLE_STARTED = new AtomicBoolean();

  private final Engine engine;

  private Rehearsal(Engine engine) {
    this.engine = engine;
  }

  /**
   * Starts a rehearsal in the background, unless that was done before for the same kind of memory.
   * If there is no memory for it, the next allocator tries again.
   */
  static void startFor(boolean portable) {
    AtomicBoolean started = portable ? PORTABLE_STARTED : NATIVE_STARTED;
    if (started.compareAndSet(false, true)) {
      StackRoom.rehearsalBegins();
      boolean runs = false;
      try {
        EmptyStack.thread(() -> rehearse(portable, started)).start();
        runs = true;
      } finally {
        if (!runs) {
          end(started, false);
        }
      }
    }
  }

  private static void rehearse(boolean portable, AtomicBoolean started) {
    boolean complete = false;
    try {
      rehearse(portable);
      complete = true;
    } catch (OutOfMemoryError e) { // the allocator itself may be able to do with less
      complete = false;
    } finally {
      end(started, complete);
    }
  }

  private static void end(AtomicBoolean started, boolean complete) {
    started.set(complete);
    StackRoom.rehearsalEnded(complete);
  }

  private static void rehearse(boolean portable) {
    HakmemConfig config =
        HakmemConfig.builder()
            .reservationBytes(RESERVATION_BYTES)
            .maxBytes(LIMIT_BYTES)
            .magazineCapacity(BLOCKS / 2)
            .heapCachedBytes(LARGE_BYTES)
            .stickyRingSize(1)
            .stripes(1)
            .scavenger(false)
            .portableMemory(portable)
            .build();
    Engine engine =
        Engine.over(config, OsMemories.open(config.reservationBytes(), false, portable));
    try {
      new Rehearsal(engine).all();
    } finally {
      engine.close();
    }
  }

  private void all() {
    long[] mine = allocateSome();
    freeEverySecond(mine, 0);
    otherCalls();
    largeBlocks();
    badFrees();
    long[] left = new long[mine.length];
    EmptyStack.run(() -> leaveBehind(left));
    freeEverySecond(left, 0); // remote frees
    freeEverySecond(allocateSome(), 0); // from mailboxes, and from the slabs of the ended thread
    EmptyStack.run(() -> freeEverySecond(left, 1)); // in a heap taken over
    engine.small().rehearseStripes();
    engine.trim();
    freeEverySecond(mine, 1);
    engine.trim();
    engine.stats();
  }

  private long[] allocateSome() {
    long[] blocks = new long[SIZES.length * BLOCKS];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = malloc(SIZES[i / BLOCKS]);
    }
    return blocks;
  }

  private void leaveBehind(long[] left) {
    System.arraycopy(allocateSome(), 0, left, 0, left.length);
  }

  private void freeEverySecond(long[] blocks, int from) {
    for (int i = from; i < blocks.length; i += 2) {
      free(blocks[i]);
    }
  }

  /** Past the fast path, whose profile is the program's alone; as all here. */
  private long malloc(long bytes) {
    return malloc(bytes, 1);
  }

  private long malloc(long bytes, long alignment) {
    return engine.allocate(bytes, SizeClasses.of(bytes, alignment), alignment);
  }

  private void free(long address) {
    engine.free(address, engine.pageMap().classAt(address));
  }

  private long calloc(long bytes) {
    engine.ensureStack();
    return engine.zeroed(malloc(bytes), bytes);
  }

  private void otherCalls() {
    long small = engine.resize(calloc(SIZES[0]), SIZES[1]);
    free(engine.resize(small, engine.usableSize(small)));
    free(malloc(SIZES[0], HUGE_ALIGNMENT));
    free(engine.segment(malloc(SIZES[0], SIZES[0]), SIZES[0]).address());
    try {
      malloc(TOO_MANY_BYTES);
      throw new IllegalStateException("no limit");
    } catch (OutOfMemoryError e) { // as it should
      engine.trim();
    }
  }

  private void largeBlocks() {
    long block = malloc(LARGE_BYTES);
    block = engine.resize(block, 2 * LARGE_BYTES);
    block = engine.resize(block, LARGE_BYTES);
    free(calloc(LARGE_BYTES));
    refused(() -> free(malloc(2 * LARGE_BYTES) + PAGE_BYTES));
    free(block);
    if (engine.os().canPurge()) { // memory that is resident from the start costs too much
      free(engine.resize(malloc(HUGE_BYTES), 2 * HUGE_BYTES));
    }
  }

  private void badFrees() {
    long first = malloc(SIZES[0]);
    long second = malloc(SIZES[0]);
    refused(() -> engine.free(1, PageMap.NONE));
    refused(() -> engine.free(first + 1, PageMap.NONE));
    refused(() -> engine.usableSize(first + 1));
    for (long block : new long[] {first, first, second, first}) {
      refused(() -> free(block));
    }
    engine.trim(); // finds the last of these
    refused(() -> engine.usableSize(first));
    refused(() -> engine.resize(second, -1));
  }

  private static void refused(Runnable call) {
    try {
      call.run();
    } catch (IllegalArgumentException e) {
      assert !e.toString().isEmpty();
    }
  }
}
