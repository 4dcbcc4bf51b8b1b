package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.hakmem.HakmemUsage;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UsageTest {

  private static final long MIB = 1 << 20;
  private static final long LIMIT = 512 * MIB;

  @RegisterExtension private final Allocators allocators = new Allocators();

  private final Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT));

  private void requireRight() {
    HakmemUsage usage = hakmem.usage();
    HakmemStats stats = Allocators.stats(hakmem);
    assertThat(usage.committedBytes()).isEqualTo(stats.committedBytes());
    assertThat(usage.usedBytes())
        .isEqualTo(usedBytes(stats))
        .isBetween(stats.liveBytes(), usage.committedBytes());
    assertThat(usage.limitBytes()).isEqualTo(LIMIT);
  }

  /** Of slabs as a whole, and of live blocks that are in none. */
  private static long usedBytes(HakmemStats stats) {
    long bytes = stats.liveBytes();
    for (HakmemStats.SizeClass each : stats.classes()) {
      long slabPages = SizeClasses.slabPages(SizeClasses.of(each.blockBytes()));
      bytes += each.slabs() * slabPages * PAGE_BYTES - each.liveBlocks() * each.blockBytes();
    }
    return bytes;
  }

  @Test
  void countsWhatTheStatisticsCount() {
    Random random = new Random(77);
    List<Long> live = new ArrayList<>();
    requireRight();
    for (int step = 0; step < 3_000; step++) {
      long bytes =
          random.nextInt(10) == 0 ? random.nextInt((int) (4 * MIB)) : random.nextInt(2_000);
      if (live.size() > 40 || (random.nextBoolean() && !live.isEmpty())) {
        int at = random.nextInt(live.size());
        if (random.nextBoolean()) {
          hakmem.free(live.remove(at));
        } else {
          live.set(at, hakmem.realloc(live.get(at), bytes));
        }
      } else {
        live.add(hakmem.malloc(bytes));
      }
      if (step % 100 == 0) {
        requireRight();
      }
    }
    live.forEach(hakmem::free);
    hakmem.trim();
    requireRight();
    assertThat(hakmem.usage().usedBytes()).isZero();
  }

  @Test
  void countsBlocksWithMappingsOfTheirOwn() {
    long huge = hakmem.malloc(40 * MIB);
    assertThat(hakmem.usage().usedBytes()).isEqualTo(40 * MIB);
    huge = hakmem.realloc(huge, 60 * MIB);
    assertThat(hakmem.usage().usedBytes()).isEqualTo(60 * MIB);
    huge = hakmem.realloc(huge, 3 * MIB);
    assertThat(hakmem.usage().usedBytes()).isEqualTo(3 * MIB);
    hakmem.free(huge);
    assertThat(hakmem.usage().usedBytes()).isZero();
  }

  /** A walk over slabs, or a text of the system, would need Java heap. */
  @Test
  void makesNothingButTheAnswer() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 3_000; i++) {
      hakmem.malloc(1 << 15);
    }
    hakmem.usage();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      hakmem.usage();
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  @Test
  void isRefusedOnceClosed() {
    Hakmem closed = allocators.create();
    closed.close();
    assertThatThrownBy(closed::usage).isInstanceOf(IllegalStateException.class);
  }
}
