package org.hakmem.observability;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.hakmem.internal.heap.LostClaim;
import org.jspecify.annotations.Nullable;

/**
 * A program in which everything happens that there is an event for.
 *
 * <p>Without arguments it leaves recording to the JVM's flags; with two it uses the allocator, then
 * begins to record by the settings in the first file, and dumps into the second.
 */
public final class EventfulChild {

  private static final int BLOCKS = 20_000;
  private static final int BLOCK_BYTES = 100;
  private static final long HUGE_BYTES = 40L << 20;

  private static final long QUARANTINED_BYTES = 48;

  /** Silent: what it prints of the late free would be taken for a complaint of the recorder's. */
  private static final Logger LOG = Logger.getLogger("org.hakmem");

  /** Never closed, nor collected. */
  @SuppressWarnings("unused") // only held, for the statistics
  private static @Nullable HakmemArena stillOpen;

  private EventfulChild() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    LOG.setLevel(Level.OFF);
    Hakmem.shared().free(Hakmem.shared().malloc(1)); // stays open to the end, for the statistics
    waitInQuarantine(Hakmem.shared());
    if (args.length == 0) {
      everything();
      return;
    }
    try (Recording recording = new Recording(Configuration.create(Path.of(args[0])))) {
      recording.enable("org.hakmem.Statistics").with("period", "everyChunk");
      recording.start();
      everything();
      recording.stop();
      recording.dump(Path.of(args[1]));
    }
  }

  /** A closed arena of a generation that an open one holds back. */
  private static void waitInQuarantine(Hakmem hakmem) {
    stillOpen = hakmem.newBatchedArena();
    try (HakmemArena closed = hakmem.newBatchedArena()) {
      closed.allocate(QUARANTINED_BYTES);
    }
    hakmem.trim(); // seals the generation
  }

  private static void everything() throws InterruptedException {
    HakmemConfig config =
        HakmemConfig.builder().maxBytes(64L << 20).scavenger(false).adopt(true).build();
    try (Hakmem hakmem = Hakmem.create(config)) {
      small(hakmem);
      large(hakmem);
      hakmem.trim();
    }
    lateFree();
    LostClaim.happen();
  }

  /** A double free that the fast mode finds when the magazine is emptied. */
  private static void lateFree() {
    HakmemConfig fast = HakmemConfig.builder().safety(Safety.FAST).scavenger(false).build();
    try (Hakmem hakmem = Hakmem.create(fast)) {
      long[] blocks = {hakmem.malloc(BLOCK_BYTES), hakmem.malloc(BLOCK_BYTES)};
      free(hakmem, blocks);
      hakmem.free(blocks[0]);
      hakmem.trim();
    }
  }

  /** Blocks that another thread frees, a heap that is taken over, and slabs of another. */
  private static void small(Hakmem hakmem) throws InterruptedException {
    long[] blocks = allocate(hakmem);
    inThread(() -> free(hakmem, blocks));
    inThread(() -> hakmem.free(hakmem.malloc(BLOCK_BYTES)));
    free(hakmem, allocate(hakmem));
    hakmem.trim();
    long[][] left = new long[1][];
    inThread(() -> left[0] = allocate(hakmem));
    free(hakmem, allocate(hakmem));
    free(hakmem, left[0]);
  }

  private static void large(Hakmem hakmem) {
    long huge = hakmem.malloc(HUGE_BYTES);
    try {
      hakmem.free(hakmem.malloc(HUGE_BYTES));
      throw new AssertionError("no limit");
    } catch (OutOfMemoryError e) {
      hakmem.free(huge);
    }
  }

  private static long[] allocate(Hakmem hakmem) {
    long[] blocks = new long[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = hakmem.malloc(BLOCK_BYTES);
    }
    return blocks;
  }

  private static void free(Hakmem hakmem, long[] blocks) {
    for (long block : blocks) {
      hakmem.free(block);
    }
  }

  private static void inThread(Runnable part) throws InterruptedException {
    Thread thread = new Thread(part);
    thread.start();
    thread.join();
  }
}
