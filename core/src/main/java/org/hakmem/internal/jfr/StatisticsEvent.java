package org.hakmem.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import org.hakmem.HakmemStats;

/** {@link HakmemStats}, now and then. */
@Name("org.hakmem.Statistics")
@Label("Statistics")
@Description("What an allocator holds")
@Period("10 s")
final class StatisticsEvent extends HakmemEvent {

  @Label("Live")
  @Description("Usable size of the blocks in the program's hands")
  @DataAmount
  final long live;

  @Label("Cached")
  @Description("Usable size of the free blocks in magazines")
  @DataAmount
  final long cached;

  @Label("Free")
  @Description("Usable size of the free blocks in slabs")
  @DataAmount
  final long free;

  @Label("Remote Pending")
  @Description("Usable size of the blocks freed by threads that don't own their slab, not drained")
  @DataAmount
  final long remotePending;

  @Label("Committed")
  @Description("Memory that counts against the limit")
  @DataAmount
  final long committed;

  @Label("Resident")
  @Description("Physical memory, as the operating system says; -1 if unknown")
  @DataAmount
  final long resident;

  @Label("Reserved")
  @Description("Address space")
  @DataAmount
  final long reserved;

  @Label("Limit")
  @DataAmount
  final long limit;

  @Label("Live Blocks")
  final long liveBlocks;

  @Label("Heaps")
  final int heaps;

  @Label("Slabs")
  final int slabs;

  @Label("Quarantine")
  @Description("Memory of closed batched arenas, part of what is live")
  @DataAmount
  final long quarantine;

  @Label("Quarantine, Sealed")
  @Description("Its part that an open arena, or a call of native code, holds back")
  @DataAmount
  final long quarantineSealed;

  @Label("Arenas in Quarantine")
  final long quarantineArenas;

  StatisticsEvent(int allocator, HakmemStats stats, long limit) {
    super(allocator);
    this.live = stats.liveBytes();
    this.cached = stats.cachedBytes();
    this.free = stats.freeBytes();
    this.remotePending = stats.remotePendingBytes();
    this.committed = stats.committedBytes();
    this.resident = stats.residentBytes();
    this.reserved = stats.reservedBytes();
    this.limit = limit;
    this.liveBlocks = stats.liveBlocks();
    this.heaps = stats.heaps();
    this.slabs = stats.slabs();
    this.quarantine = stats.quarantine().bytes();
    this.quarantineSealed = stats.quarantine().sealedBytes();
    this.quarantineArenas = stats.quarantine().arenas();
  }
}
