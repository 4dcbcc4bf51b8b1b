package org.hakmem.proof.fuzz;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Runs rounds of programs at the same time, until enough calls were made. */
public final class ThreadsCampaign {

  private static final ConcurrentRun.Shape SHAPE = new ConcurrentRun.Shape(3, 3, 2, 512 << 20);

  private final FuzzSettings settings;
  private final LongConsumer progress;

  /**
   * Creates one.
   *
   * @param progress receives the number of calls made so far, after each round
   */
  public ThreadsCampaign(FuzzSettings settings, LongConsumer progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Makes at least {@code operations} calls; returns the first finding, or null. The programs
   * follow from the seed, but not the order in which threads run.
   */
  public @Nullable FuzzReport run(long seed, long operations) {
    long done = 0;
    for (long index = 0; done < operations; index++) {
      long round = SeededCampaign.seedOf(seed, index);
      String repeat = "--mode threads --seed " + round + settings.option();
      LastProgram.set(repeat);
      try {
        done += new ConcurrentRun(settings, SHAPE, List.of()).run(round, () -> false);
      } catch (Finding e) {
        return FuzzReport.of(e, List.of(), repeat);
      }
      progress.accept(done);
    }
    return null;
  }
}
