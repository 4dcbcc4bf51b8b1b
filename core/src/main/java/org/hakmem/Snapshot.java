package org.hakmem;

import java.util.List;
import org.hakmem.internal.checked.CheckedBlocks;
import org.hakmem.internal.checked.Guards;
import org.hakmem.internal.heap.Census;
import org.hakmem.internal.heap.Counter;
import org.hakmem.internal.superslab.Budget;
import org.hakmem.internal.superslab.LargeBlock;
import org.hakmem.internal.superslab.LargeBlocks;
import org.hakmem.internal.superslab.SuperslabPool;
import org.jspecify.annotations.Nullable;

/** Puts {@link HakmemStats} together. */
final class Snapshot {

  private Snapshot() {}

  static HakmemStats of(
      Census census,
      SuperslabPool pool,
      LargeBlocks large,
      Budget budget,
      HakmemStats.Quarantine quarantine,
      HakmemStats.Scavenger scavenger,
      long reservedBytes,
      long residentBytes) {
    List<HakmemStats.SizeClass> classes = census.classes();
    long[] runs = runs(pool);
    long live = large.mappedBytes() + runs[1];
    long liveBlocks = large.mappedBlocks() + runs[0];
    long cached = 0;
    long free = 0;
    long remote = 0;
    int slabs = 0;
    for (HakmemStats.SizeClass each : classes) {
      live += each.liveBlocks() * each.blockBytes();
      liveBlocks += each.liveBlocks();
      cached += each.cachedBlocks() * each.blockBytes();
      free += each.freeBlocks() * each.blockBytes();
      remote += each.remoteBlocks() * each.blockBytes();
      slabs += each.slabs();
    }
    return new HakmemStats(
        live,
        liveBlocks,
        cached,
        free,
        remote,
        budget.spent(),
        residentBytes,
        reservedBytes,
        census.heaps(),
        slabs,
        classes,
        refills(census),
        protocol(census, pool),
        quarantine,
        scavenger,
        HakmemStats.Checked.NONE);
  }

  /** Replaces what is live by what the program asked for, and adds what is guarded. */
  static HakmemStats checked(
      HakmemStats below, @Nullable CheckedBlocks checked, @Nullable Guards guards) {
    long bytes = checked == null ? below.liveBytes() : checked.liveBytes();
    long blocks = checked == null ? below.liveBlocks() : checked.liveBlocks();
    return new HakmemStats(
        bytes + (guards == null ? 0 : guards.liveBytes()),
        blocks + (guards == null ? 0 : guards.liveBlocks()),
        below.cachedBytes(),
        below.freeBytes(),
        below.remotePendingBytes(),
        below.committedBytes(),
        below.residentBytes(),
        below.reservedBytes(),
        below.heaps(),
        below.slabs(),
        below.classes(),
        below.refills(),
        below.protocol(),
        below.quarantine(),
        below.scavenger(),
        new HakmemStats.Checked(
            checked == null ? 0 : checked.quarantinedBlocks(),
            checked == null ? 0 : checked.quarantinedBytes(),
            checked == null ? 0 : checked.lateWrites(),
            guards == null ? 0 : guards.liveBlocks(),
            guards == null ? 0 : guards.total()));
  }

  /** Number and bytes of the large blocks in the window. */
  private static long[] runs(SuperslabPool pool) {
    long[] runs = new long[2];
    for (int index = 0; index < pool.usedSuperslabs(); index++) {
      pool.forEachRun(
          index,
          run -> {
            if (run instanceof LargeBlock) {
              runs[0]++;
              runs[1] += run.bytes();
            }
          });
    }
    return runs;
  }

  private static HakmemStats.Refills refills(Census census) {
    return new HakmemStats.Refills(
        census.counted(Counter.REFILL_HOT),
        census.counted(Counter.REFILL_STICKY),
        census.counted(Counter.REFILL_BENCH),
        census.counted(Counter.REFILL_MAILBOX),
        census.counted(Counter.REFILL_ADOPT),
        census.counted(Counter.REFILL_GATE),
        census.counted(Counter.REFILL_FRESH));
  }

  private static HakmemStats.Protocol protocol(Census census, SuperslabPool pool) {
    return new HakmemStats.Protocol(
        census.counted(Counter.CLAIMS_WON),
        census.counted(Counter.CLAIMS_LOST),
        census.counted(Counter.DRAINS),
        census.counted(Counter.REMOTE_FREES),
        census.counted(Counter.ADOPTIONS),
        pool.purges().get(),
        census.counted(Counter.SLABS_RETIRED),
        census.counted(Counter.LATE_DOUBLE_FREES));
  }
}
