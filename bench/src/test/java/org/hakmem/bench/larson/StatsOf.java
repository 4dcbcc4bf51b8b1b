package org.hakmem.bench.larson;

import java.util.List;
import org.hakmem.HakmemStats;
import org.hakmem.HakmemStats.Checked;
import org.hakmem.HakmemStats.Protocol;
import org.hakmem.HakmemStats.Quarantine;
import org.hakmem.HakmemStats.Refills;
import org.hakmem.HakmemStats.Scavenger;
import org.hakmem.HakmemStats.SizeClass;

/** Makes snapshots. */
final class StatsOf {

  private StatsOf() {}

  static HakmemStats liveBlocks(long liveBlocks) {
    return of(liveBlocks, 0, 0, 0, List.of());
  }

  static HakmemStats of(
      long liveBlocks,
      long cachedBytes,
      long freeBytes,
      long remoteBytes,
      List<SizeClass> classes) {
    return new HakmemStats(
        liveBlocks * 16,
        liveBlocks,
        cachedBytes,
        freeBytes,
        remoteBytes,
        1 << 20,
        1 << 20,
        1 << 30,
        1,
        1,
        classes,
        new Refills(0, 0, 0, 0, 0, 0, 0),
        new Protocol(0, 0, 0, 0, 0, 0, 0, 0),
        new Quarantine(0, 0, 0, 0, 0),
        new Scavenger(true, 0, 1, 0),
        new Checked(0, 0, 0, 0, 0));
  }
}
