package org.hakmem;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Random sequences of all operations, over several threads' heaps, against a plain model. */
class ReferenceModelTest {

  private static final int TRIES = 40;
  private static final int STEPS = 80;
  private static final long LIMIT = 4 << 20;

  @Property(tries = TRIES)
  void theAllocatorDoesWhatTheModelDoes(
      @ForAll("steps") List<ModelStep> steps, @ForAll("configs") HakmemConfig config) {
    try (ModelRun run = new ModelRun(Hakmem.create(config))) {
      steps.forEach(run::step);
      run.freeAll();
    }
  }

  @Provide
  Arbitrary<List<ModelStep>> steps() {
    Arbitrary<Long> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.longs().between(0, 1_200)),
            Tuple.of(3, Arbitraries.longs().between(0, 70_000)),
            Tuple.of(1, Arbitraries.longs().between(500_000, 3_000_000)));
    return Combinators.combine(
            Arbitraries.of(ModelStep.Kind.values()),
            Arbitraries.integers().between(0, ModelRun.THREADS - 1),
            sizes,
            Arbitraries.integers().between(0, 17),
            Arbitraries.integers().between(0, Integer.MAX_VALUE))
        .as(ModelStep::new)
        .list()
        .ofMaxSize(STEPS);
  }

  @Provide
  Arbitrary<HakmemConfig> configs() {
    return Combinators.combine(
            Arbitraries.of(0, 1, 2, 256),
            Arbitraries.of(0, 4),
            Arbitraries.of(true, false),
            Arbitraries.of(LIMIT, Long.MAX_VALUE),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as((magazine, sticky, adopt, limit, scavenger, portable) ->
            HakmemConfig.builder()
                .magazineCapacity(magazine)
                .stickyRingSize(sticky)
                .adopt(adopt)
                .maxBytes(limit)
                .scavenger(scavenger)
                .portableMemory(portable)
                .reservationBytes(256 << 20)
                .build());
  }

  /** Seeded faults: the model must notice each. */
  @Test
  void aLostWriteIsNoticed() {
    try (ModelRun run = new ModelRun(Hakmem.create(HakmemConfig.defaults()))) {
      run.step(new ModelStep(ModelStep.Kind.MALLOC, 0, 1_000, 0, 0));
      run.scribble();

      Assertions.assertThatThrownBy(() -> run.step(new ModelStep(ModelStep.Kind.STATS, 0, 0, 0, 0)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("contents");
    }
  }

  @Test
  void aBlockHandedOutTwiceIsNoticed() {
    try (ModelRun run = new ModelRun(Hakmem.create(HakmemConfig.defaults()))) {
      run.step(new ModelStep(ModelStep.Kind.MALLOC, 0, 1_000, 0, 0));
      run.freeBehindItsBack();

      Assertions.assertThatThrownBy(
              () -> run.step(new ModelStep(ModelStep.Kind.MALLOC, 0, 1_000, 0, 0)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("overlaps");
    }
  }

  @Test
  void aLostBlockIsNoticed() {
    try (ModelRun run = new ModelRun(Hakmem.create(HakmemConfig.defaults()))) {
      run.step(new ModelStep(ModelStep.Kind.MALLOC, 0, 1_000, 0, 0));
      run.freeBehindItsBack();

      Assertions.assertThatThrownBy(() -> run.step(new ModelStep(ModelStep.Kind.STATS, 0, 0, 0, 0)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("live blocks");
    }
  }
}
