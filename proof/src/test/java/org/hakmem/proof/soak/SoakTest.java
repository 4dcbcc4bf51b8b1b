package org.hakmem.proof.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.hakmem.proof.fuzz.HakmemSubject;
import org.junit.jupiter.api.Test;

/** Short soaks: one of the allocator, and one of each seeded leak. */
class SoakTest {

  private static final Duration SHORT = Duration.ofSeconds(8);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
  private static final int MIB = 1 << 20;

  /** By each of three allocators: far more than what a process grows by while it warms up. */
  private static final long LEAKED = 40 * MIB;

  private static Trend trend(SoakResult result, String name) {
    return result.trends().stream()
        .filter(trend -> trend.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Whether memory grows can't be told after some seconds: the JVM is still warming up. */
  @Test
  void aShortSoakFindsNothing() throws Exception {
    AtomicInteger samples = new AtomicInteger();

    SoakResult result =
        new Soak(HakmemSubject::new, SHORT, 1, _ -> samples.incrementAndGet()).run();

    assertThat(result.finding()).isNull();
    assertThat(result.rounds()).isPositive();
    assertThat(result.operations()).isPositive();
    assertThat(result.samples()).hasSize(samples.get()).isNotEmpty();
    assertThat(result.samples()).allMatch(sample -> sample.processResident() > 0);
    assertThat(SoakChart.svg(result.samples())).contains("<svg");
  }

  /** A leak that the statistics don't show. Between two samples it is the same on any machine. */
  static final class LeaksMemory extends HakmemSubject {
    LeaksMemory(HakmemConfig config) {
      super(config);
    }

    @Override
    public HakmemStats stats() {
      if (Thread.currentThread().getName().equals("soak-sampler")) {
        Arena.global().allocate(LEAKED).fill((byte) 1);
      }
      return super.stats();
    }
  }

  @Test
  void aLeakIsCalled() throws Exception {
    SoakResult result = new Soak(LeaksMemory::new, LONG_ENOUGH, 1, _ -> {}).run();

    assertThat(result.finding()).isNull();
    assertThat(trend(result, "process resident").isUpward()).isTrue();
    assertThat(result.passed()).isFalse();
    assertThat(result.text()).anyMatch(line -> line.endsWith("trends upward")).endsWith("failed");
  }

  /** A block that is lost. */
  static final class LosesBlocks extends HakmemSubject {
    LosesBlocks(HakmemConfig config) {
      super(config);
    }

    @Override
    public long calloc(long bytes) {
      super.calloc(bytes);
      return super.calloc(bytes);
    }
  }

  @Test
  void aLostBlockIsFoundAtTheEndOfTheRound() throws Exception {
    SoakResult result = new Soak(LosesBlocks::new, Duration.ofSeconds(1), 1, _ -> {}).run();

    assertThat(result.finding()).contains("live blocks");
    assertThat(result.passed()).isFalse();
  }

  @Test
  void aLeakOfTheHeapIsCalled() throws IOException {
    List<Sample> samples =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> new Sample(i, 100 * MIB, 0, 0, 0, 0, (20 + i) * (long) MIB))
            .toList();

    assertThat(SoakResult.trends(samples))
        .filteredOn(Trend::isUpward)
        .extracting(Trend::name)
        .containsExactly("Java heap after GC");
    assertThat(SoakChart.svg(samples)).contains("<svg");
  }
}
