package org.hakmem.bench.larson;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.HakmemStats;
import org.hakmem.HakmemStats.SizeClass;

/**
 * Checks that a quiet allocator's figures conserve blocks:
 *
 * <pre>
 *   every count and size &gt;= 0
 *   per class:  live + cached + free + remote  is a multiple of  slabs   (a lost block breaks it)
 *   sum over classes of kind * blockBytes == kindBytes         (kind: cached, free, remote)
 *   sum over classes of live &lt;= liveBlocks                      (large blocks have no class)
 * </pre>
 */
final class HeapCheck {

  private final List<String> errors = new ArrayList<>();

  private HeapCheck() {}

  /** What is wrong, a line each; empty if all is well. */
  static List<String> errors(HakmemStats stats) {
    HeapCheck check = new HeapCheck();
    check.totals(stats);
    check.classes(stats);
    return List.copyOf(check.errors);
  }

  private void totals(HakmemStats stats) {
    notNegative("live bytes", stats.liveBytes());
    notNegative("live blocks", stats.liveBlocks());
    notNegative("cached bytes", stats.cachedBytes());
    notNegative("free bytes", stats.freeBytes());
    notNegative("remote-pending bytes", stats.remotePendingBytes());
    notNegative("committed bytes", stats.committedBytes());
  }

  private void classes(HakmemStats stats) {
    long live = 0;
    long cached = 0;
    long free = 0;
    long remote = 0;
    for (SizeClass sizeClass : stats.classes()) {
      one(sizeClass);
      live += sizeClass.liveBlocks();
      cached += sizeClass.cachedBlocks() * sizeClass.blockBytes();
      free += sizeClass.freeBlocks() * sizeClass.blockBytes();
      remote += sizeClass.remoteBlocks() * sizeClass.blockBytes();
    }
    if (live > stats.liveBlocks()) {
      errors.add("the classes' live blocks are " + live + ", all are " + stats.liveBlocks());
    }
    same("cached bytes", cached, stats.cachedBytes());
    same("free bytes", free, stats.freeBytes());
    same("remote-pending bytes", remote, stats.remotePendingBytes());
  }

  private void one(SizeClass sizeClass) {
    String name = "class of " + sizeClass.blockBytes() + " bytes: ";
    notNegative(name + "live", sizeClass.liveBlocks());
    notNegative(name + "cached", sizeClass.cachedBlocks());
    notNegative(name + "free", sizeClass.freeBlocks());
    notNegative(name + "remote", sizeClass.remoteBlocks());
    long capacity = sizeClass.capacityBlocks();
    int slabs = sizeClass.slabs();
    if (slabs == 0 ? capacity != 0 : capacity % slabs != 0) {
      errors.add(name + capacity + " blocks are no multiple of " + slabs + " slabs");
    }
  }

  private void notNegative(String name, long value) {
    if (value < 0) {
      errors.add(name + " is negative: " + value);
    }
  }

  private void same(String name, long ofClasses, long total) {
    if (ofClasses != total) {
      errors.add("the classes' " + name + " are " + ofClasses + ", all are " + total);
    }
  }
}
