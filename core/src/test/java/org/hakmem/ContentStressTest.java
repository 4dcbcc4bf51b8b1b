package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many threads, contents verified; {@code -Dhakmem.stress=N} makes it N times as long. */
class ContentStressTest {

  private static final int EXCHANGES = 200_000 * Integer.getInteger("hakmem.stress", 1);
  private static final int GENERATIONS = 4;

  static Stream<Arguments> runs() {
    return Stream.of(2, 10, 64)
        .flatMap(threads ->
            Stream.of(0, 1, 256)
                .flatMap(magazine ->
                    Stream.of(true, false).map(adopt -> Arguments.of(threads, magazine, adopt))));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0} threads, magazine {1}, adopt {2}")
  @MethodSource("runs")
  void contentsSurviveAndNothingIsLost(int threads, int magazine, boolean adopt) throws Exception {
    HakmemConfig config =
        HakmemConfig.builder()
            .magazineCapacity(magazine)
            .adopt(adopt)
            .purgeDelayMillis(20) // so that heaps are taken from threads all the time
            .build();
    try (Hakmem hakmem = Hakmem.create(config)) {
      ContentStress stress = new ContentStress(hakmem);
      Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
      for (int generation = 0; generation < GENERATIONS; generation++) {
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          int seed = generation * threads + i;
          running.add(
              Thread.ofPlatform()
                  .uncaughtExceptionHandler((_, e) -> thrown.add(e))
                  .start(() -> stress.exchange(seed, EXCHANGES / threads / GENERATIONS)));
        }
        for (Thread thread : running) {
          hakmem.trim();
          thread.join();
        }
      }
      stress.clear();

      assertThat(thrown).isEmpty();
      assertThat(stress.spoilt()).isZero();
      Quiet.check(hakmem, 0);
      assertThat(Quiet.becomes(() -> hasNothingLeft(hakmem))).isTrue();
    }
  }

  /** In the end: a scavenger may have a slab in its hands. */
  private static boolean hasNothingLeft(Hakmem hakmem) {
    hakmem.trim();
    HakmemStats stats = hakmem.engine().stats(0);
    return stats.slabs() == 0 && stats.cachedBytes() == 0;
  }

  @Test
  void aScribbleIsNoticed() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      ContentStress stress = new ContentStress(hakmem);
      ContentStress.Held held = stress.make(100);
      hakmem.engine().segment(held.address(), 100).set(ValueLayout.JAVA_BYTE, 50, (byte) 1);

      stress.free(held);

      assertThat(stress.spoilt()).isEqualTo(1);
    }
  }
}
