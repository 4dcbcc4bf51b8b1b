package org.hakmem.stack;

import java.util.SplittableRandom;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.jspecify.annotations.Nullable;

/**
 * A program that opens arenas, allocates in them and closes them where the stack ends, and then
 * says whether all memory comes back and every arena does what it should.
 */
final class ArenaStackEdge implements Runnable {

  private static final int SLOTS = 30;
  private static final int LEVELS = 250;
  private static final int ROUNDS = 60;
  private static final int[] SIZES = {8, 64, 3000, 200, 50_000, 16, 700_000, 100};

  private final Hakmem hakmem =
      Hakmem.create(
          HakmemConfig.builder().scavenger(false).batchArenas(5).magazineCapacity(4).build());

  private final @Nullable HakmemArena[] arenas = new HakmemArena[SLOTS];
  private final SplittableRandom random = new SplittableRandom(1);
  private int overflows;
  private int completed;
  private @Nullable Throwable fault;

  private ArenaStackEdge() {}

  public static void main(String[] args) throws InterruptedException {
    ArenaStackEdge edge = new ArenaStackEdge();
    for (int round = 0; round < ROUNDS && edge.fault == null; round++) {
      edge.newThreadsOwn();
      Thread thread = new Thread(null, edge, "descent", (200 << 10) + (round << 10));
      thread.start();
      thread.join();
    }
    edge.newThreadsOwn();
    System.out.println(edge.verdict());
    System.exit(0);
  }

  /** Closes what the ended thread left open; a confined arena it closed itself, with room. */
  private void newThreadsOwn() {
    for (int slot = 0; slot < SLOTS; slot++) {
      closeIfOpen(slot);
    }
  }

  private void closeIfOpen(int slot) {
    HakmemArena arena = arenas[slot];
    if (arena != null) {
      try {
        arena.close();
      } catch (IllegalStateException e) { // its close had an overflow after all was done
      }
      arenas[slot] = null;
    }
  }

  private String verdict() {
    if (fault != null) {
      fault.printStackTrace(System.out);
      return "broken: " + fault;
    }
    hakmem.trim();
    String broken = Allocators.firstFault(hakmem);
    long live = Allocators.stats(hakmem).liveBlocks();
    long waiting = Allocators.quarantinedBytes(hakmem);
    hakmem.close(); // throws if an arena still counts as open
    return broken == null && live == 0 && waiting == 0
        ? "ok: overflows=" + overflows + " completed=" + completed
        : "broken: " + broken + ", live blocks " + live + ", quarantined bytes " + waiting;
  }

  @Override
  public void run() {
    descend();
    newThreadsOwn(); // with room, by the thread that the confined ones belong to
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private int descend() {
    int below;
    try {
      below = descend();
    } catch (StackOverflowError e) {
      below = 0;
    }
    if (below < LEVELS) {
      try {
        operate();
        completed++;
      } catch (StackOverflowError e) {
        overflows++;
      } catch (Throwable t) {
        fault = fault == null ? t : fault;
      }
    }
    return below + 1;
  }

  private void operate() {
    int slot = random.nextInt(SLOTS);
    int choice = random.nextInt(4);
    HakmemArena arena = arenas[slot];
    if (arena == null) {
      open(slot, choice);
    } else if (choice != 0) {
      try {
        arena.allocateUninitialized(SIZES[random.nextInt(SIZES.length)], 16);
      } catch (IllegalStateException e) { // its close had an overflow after all was done
      }
    } else {
      closeIfOpen(slot);
    }
  }

  private void open(int slot, int choice) {
    switch (choice) {
      case 0 -> arenas[slot] = hakmem.newSharedArena();
      case 1 -> arenas[slot] = hakmem.newConfinedArena();
      default -> arenas[slot] = hakmem.newBatchedArena();
    }
  }
}
