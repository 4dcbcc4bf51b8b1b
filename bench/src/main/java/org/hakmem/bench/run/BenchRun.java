package org.hakmem.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Idle;
import org.hakmem.bench.workload.Median;
import org.hakmem.bench.workload.Trait;
import org.hakmem.bench.workload.Workload;

/**
 * Measures peers beside each other.
 *
 * <p>Each measurement has a JVM of its own. A round measures every peer once, so that what slows
 * the machine for a while slows all of them. What is disturbed, by other programs or as two
 * processors share a core, is measured again, a few times, and the least disturbed measurement
 * counts.
 *
 * <p>{@link #run} once, by one thread; {@link #stop} by any.
 */
public final class BenchRun {

  private static final int ATTEMPTS = 3;

  /** Shorter measurements only try whether all works. */
  private static final double LEAST_TO_REPEAT = 0.1;

  private static final int IDLE_JVMS = 3;

  private final Plan plan;
  private final Consumer<String> progress;
  private final Results results = new Results();
  private final Countdown countdown;
  private volatile boolean stopped;

  /**
   * Prepares a run.
   *
   * @param progress told a line for each measurement
   */
  public BenchRun(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    countdown = new Countdown(measurements());
  }

  /** Ends the run after the measurement that is being made. */
  public void stop() {
    stopped = true;
  }

  /**
   * Measures everything.
   *
   * @return what was measured, up to a {@link #stop}
   */
  public Results run() throws IOException, InterruptedException {
    measureIdle();
    for (Plan.Task task : plan.tasks()) {
      List<PeerName> peers = new ArrayList<>(plan.peers());
      peers.removeIf(peer -> !task.workload().suits(peer));
      for (int round = 1; round <= plan.rounds(); round++) {
        for (PeerName peer : List.copyOf(peers)) {
          if (!stopped && !measure(task, peer, round)) {
            peers.remove(peer);
          }
        }
      }
    }
    return results;
  }

  private void measureIdle() throws IOException, InterruptedException {
    Workload idle = Idle.workload();
    List<Double> kib = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE_JVMS; i++) {
        Measured measured =
            new ForkedMeasurement(idle, PeerName.FLOOR, 0, plan.seconds())
                .measure(idle.label(), false);
        kib.add((double) measured.reading().endKib());
      }
    } catch (ChildFailedException e) {
      throw new IOException("an idle JVM failed: " + e.line(), e);
    }
    results.idleKib((long) Median.of(kib));
  }

  /** Whether it makes sense to go on with the peer. */
  private boolean measure(Plan.Task task, PeerName peer, int round)
      throws IOException, InterruptedException {
    if (results.leftOut().containsKey(peer)) {
      countdown.skip(1);
      return false;
    }
    try {
      measureSpeed(task, peer, round);
      if (plan.latency() && task.workload().has(Trait.TIMES_CALLS)) {
        results.addLatency(task.workload(), peer, child(task, peer).measure(task.name(), true));
      }
      return true;
    } catch (ChildFailedException e) {
      if (e.missing()) {
        results.leaveOut(peer, e.line());
        tell(task, peer, round, "left out: " + e.line());
      } else if (!stopped) {
        results.fail("%s, %s: %s".formatted(task.workload().label(), peer.label(), e.line()));
        tell(task, peer, round, "failed: " + e.line());
      }
      return false;
    }
  }

  private record Attempt(Measured measured, Disturbance disturbance) {

    Attempt lessDisturbed(Attempt other) {
      return other.disturbance.compareTo(disturbance) < 0 ? other : this;
    }

    boolean isQuiet() {
      return disturbance.isTolerable();
    }
  }

  /** Measures again while it is disturbed, a few times. */
  private void measureSpeed(Plan.Task task, PeerName peer, int round)
      throws ChildFailedException, IOException, InterruptedException {
    Attempt best = attempt(task, peer, round);
    for (int more = attempts() - 1; more > 0 && !best.isQuiet() && !stopped; more--) {
      best = best.lessDisturbed(attempt(task, peer, round));
    }
    results.add(task.workload(), peer, best.measured(), best.isQuiet());
    countdown.done();
  }

  private Attempt attempt(Plan.Task task, PeerName peer, int round)
      throws ChildFailedException, IOException, InterruptedException {
    Disturbance.Watch watch = Disturbance.begin();
    Measured measured = child(task, peer).measure(task.name(), false);
    Attempt made = new Attempt(measured, watch.end());
    tell(task, peer, round, outcome(task.workload(), made));
    return made;
  }

  private int attempts() {
    return plan.seconds() < LEAST_TO_REPEAT ? 1 : ATTEMPTS;
  }

  private ForkedMeasurement child(Plan.Task task, PeerName peer) {
    return new ForkedMeasurement(task.workload(), peer, plan.warmupSeconds(), plan.seconds());
  }

  private static String outcome(Workload workload, Attempt made) {
    return String.format(
        Locale.ROOT,
        "%.2f %s%s",
        made.measured().reading().figure(),
        workload.unit().symbol(),
        made.disturbance().note());
  }

  private void tell(Plan.Task task, PeerName peer, int round, String outcome) {
    progress.accept(
        "%s  %s, round %d of %d, %s: %s"
            .formatted(
                countdown, task.workload().label(), round, plan.rounds(), peer.label(), outcome));
  }

  private int measurements() {
    int count = 0;
    for (Plan.Task task : plan.tasks()) {
      count += (int) plan.peers().stream().filter(task.workload()::suits).count();
    }
    return count * plan.rounds();
  }
}
