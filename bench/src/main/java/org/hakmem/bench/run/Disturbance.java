package org.hakmem.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hakmem.bench.machine.MachineLoad;
import org.hakmem.bench.machine.SharedCore;

/**
 * What kept the machine from being the measurement's alone.
 *
 * @param othersShare the share of the machine that other programs took
 * @param slowdown how many times as long a thread took, before or after, while another computed: 2
 *     where two processors shared a core
 */
record Disturbance(double othersShare, double slowdown) implements Comparable<Disturbance> {

  private static final double TOLERATED_SHARE = 0.05;

  /** Measured: 1.0 to 1.4 on cores of their own, 1.8 to 2.0 on a shared one. */
  private static final double TOLERATED_SLOWDOWN = 1.6;

  private static final double HUNDRED = 100;

  /** To be told when the measurement is over. */
  static final class Watch {

    private final double slowdown;
    private final MachineLoad load;

    private Watch(double slowdown, MachineLoad load) {
      this.slowdown = slowdown;
      this.load = load;
    }

    Disturbance end() throws InterruptedException {
      double share = MachineLoad.now().othersShareSince(load);
      return new Disturbance(share, Math.max(slowdown, SharedCore.slowdown()));
    }
  }

  /** To be called right before a measurement. */
  static Watch begin() throws InterruptedException {
    return new Watch(SharedCore.slowdown(), MachineLoad.now());
  }

  /** Whether it is little enough for the measurement to count. */
  boolean isTolerable() {
    return excess() <= 1;
  }

  /** The greater of both, in parts of what is tolerated. */
  private double excess() {
    return Math.max(othersShare / TOLERATED_SHARE, slowdown / TOLERATED_SLOWDOWN);
  }

  @Override
  public int compareTo(Disturbance other) {
    return Double.compare(excess(), other.excess());
  }

  /** What of it is not tolerable, in words that follow a figure; nothing if all is. */
  String note() {
    List<String> notes = new ArrayList<>();
    if (othersShare > TOLERATED_SHARE) {
      notes.add(
          String.format(
              Locale.ROOT, "other programs took %.0f %% of the machine", othersShare * HUNDRED));
    }
    if (slowdown > TOLERATED_SLOWDOWN) {
      notes.add("two processors shared a core");
    }
    return notes.isEmpty() ? "" : ", while " + String.join(" and ", notes);
  }
}
