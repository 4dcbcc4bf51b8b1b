package org.hakmem.micrometer;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.jspecify.annotations.Nullable;

/**
 * Statistics for the meters of one registry. They take a look at every slab, so one snapshot serves
 * for all meters that are read within a second: for a scrape.
 *
 * <p>Any thread.
 */
final class Snapshots {

  private static final long MOST_AGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Hakmem hakmem;
  private final Clock clock;
  private @Nullable HakmemStats latest;
  private long takenAt;
  private boolean closed;

  Snapshots(Hakmem hakmem, Clock clock) {
    this.hakmem = hakmem;
    this.clock = clock;
  }

  /** What holds now: no number once the allocator is closed. */
  double gauge(ToDoubleFunction<HakmemStats> figure) {
    HakmemStats stats = current();
    return stats == null || closed ? Double.NaN : figure.applyAsDouble(stats);
  }

  /** What was counted: up to the last snapshot before the allocator was closed. */
  double count(ToDoubleFunction<HakmemStats> figure) {
    HakmemStats stats = current();
    return stats == null ? 0 : figure.applyAsDouble(stats);
  }

  private synchronized @Nullable HakmemStats current() {
    long now = clock.monotonicTime();
    if (!closed && (latest == null || now - takenAt >= MOST_AGE_NANOS)) {
      try {
        latest = hakmem.stats();
        takenAt = now;
      } catch (IllegalStateException e) { // the allocator is closed
        closed = true;
      }
    }
    return latest;
  }
}
