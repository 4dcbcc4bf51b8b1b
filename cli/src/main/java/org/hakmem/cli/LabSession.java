package org.hakmem.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.LabRun;
import org.hakmem.lab.Result;

/** One run of the lab from the command line: once, or round after round until the time is over. */
final class LabSession implements LabRun.Listener {

  /** How long Ctrl-C waits for the exhibit that runs. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int FIRST_LONG_SCALE = 2;

  private final List<Exhibit> exhibits;
  private final LabReport report;
  private final LabProgress progress;
  private final LabRun run = new LabRun(this);

  /** By exhibit's name, all rounds together. */
  private final Map<String, Result> results = new ConcurrentHashMap<>();

  private boolean soaking;

  LabSession(List<Exhibit> exhibits, LabReport report, LabProgress progress) {
    this.exhibits = exhibits;
    this.report = report;
    this.progress = progress;
  }

  /** Runs every exhibit once; returns whether Ctrl-C ended it. */
  boolean run(Effort effort) {
    return guarded(() -> {
      run.run(exhibits, effort);
      report.summary(results(), exhibits.size());
    });
  }

  /** Runs all exhibits again and again, harder every time; returns whether Ctrl-C ended it. */
  boolean soak(Duration time) {
    soaking = true;
    long end = System.nanoTime() + time.toNanos();
    return guarded(() -> {
      int scale = FIRST_LONG_SCALE;
      while (!run.isStopped() && System.nanoTime() - end < 0) {
        Effort effort = new Effort(scale++, ThreadLocalRandom.current().nextInt());
        report.round(effort);
        run.run(exhibits, effort, () -> System.nanoTime() - end >= 0);
      }
      report.table(results());
      report.summary(results(), exhibits.size());
    });
  }

  /** In the order of the catalogue, as far as they have come. */
  List<Result> results() {
    List<Result> ordered = new ArrayList<>();
    for (Exhibit exhibit : exhibits) {
      Result result = results.get(exhibit.name());
      if (result != null) {
        ordered.add(result);
      }
    }
    return ordered;
  }

  boolean allAsExpected() {
    return results().stream().allMatch(Result::asExpected);
  }

  @Override
  public void started(Exhibit exhibit, int number, int total) {
    progress.started(exhibit, number, total);
  }

  @Override
  public void ended(Result result) {
    progress.ended();
    if (!soaking) {
      report.row(result);
    } else if (!result.asExpected()) {
      report.differs(result);
    }
    results.merge(result.exhibit().name(), result, Result::plus);
  }

  private boolean guarded(Runnable rounds) {
    Thread runner = Thread.currentThread();
    Runnable stop =
        () -> {
          run.stop();
          runner.interrupt();
        };
    Runnable tooLate = () -> report.interrupted(results.size(), exhibits.size());
    try (InterruptHook hook = InterruptHook.install(stop, tooLate, PATIENCE)) {
      rounds.run();
      return hook.fired();
    } finally {
      progress.close();
    }
  }
}
