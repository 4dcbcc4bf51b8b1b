package org.hakmem.proof.fuzz;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Runs programs that follow from a seed, one step at a time, until enough calls were made. */
public final class SeededCampaign {

  private static final int MIN_STEPS = 20;
  private static final int MAX_STEPS = 2_000;

  private final FuzzSettings settings;
  private final LongConsumer progress;

  /**
   * Creates one.
   *
   * @param progress receives the number of calls made so far, after each program
   */
  public SeededCampaign(FuzzSettings settings, LongConsumer progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Returns the seed of the program with this index; that of the first is the campaign's. */
  static long seedOf(long seed, long index) {
    return index == 0 ? seed : Mix.of(seed + index);
  }

  static Program program(long seed) {
    return Program.random(seed, MIN_STEPS + Mix.below(seed, MAX_STEPS - MIN_STEPS));
  }

  /** Makes at least {@code operations} calls; returns the first finding, or null. */
  public @Nullable FuzzReport run(long seed, long operations) {
    long done = 0;
    try (SequentialRun run = newRun(settings)) {
      for (long index = 0; done < operations; index++) {
        Program program = program(seedOf(seed, index));
        LastProgram.set("--repeat " + program.text() + settings.option());
        try {
          done += run.run(program);
        } catch (Finding e) {
          return minimized(settings, program, e);
        }
        progress.accept(done);
      }
    }
    return null;
  }

  /** Runs one program; returns the finding, or null. */
  public static @Nullable FuzzReport runOne(FuzzSettings settings, Program program) {
    try (SequentialRun run = newRun(settings)) {
      run.run(program);
      return null;
    } catch (Finding e) {
      return minimized(settings, program, e);
    }
  }

  private static SequentialRun newRun(FuzzSettings settings) {
    return new SequentialRun(settings.factory(), settings.safety());
  }

  /** Returns the report of the shortest program found that fails, with its calls. */
  static FuzzReport minimized(FuzzSettings settings, Program program, Finding first) {
    Program smallest;
    try (SequentialRun run = newRun(settings)) {
      Program failing = program;
      if (finding(run, settings, program) != null && run.lastStep() < program.steps()) {
        failing = program.without(run.lastStep() + 1, program.steps());
      }
      smallest =
          new Minimizer(shorter -> finding(run, settings, shorter) != null).minimize(failing);
    }
    Recorder recorder = new Recorder();
    @Nullable Finding last;
    try (SequentialRun run = newRun(settings.recordedBy(recorder))) {
      last = finding(run, settings, smallest);
    }
    return FuzzReport.of(
        last == null ? first : last,
        recorder.calls(),
        "--repeat " + smallest.text() + settings.option());
  }

  private static @Nullable Finding finding(
      SequentialRun run, FuzzSettings settings, Program program) {
    LastProgram.set("--repeat " + program.text() + settings.option());
    try {
      run.run(program);
      return null;
    } catch (Finding e) {
      return e;
    }
  }
}
