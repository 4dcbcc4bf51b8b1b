package org.hakmem.bench.workload;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hakmem.bench.machine.CHeap;
import org.hakmem.bench.machine.ResidentMemory;

/** Nothing at all: what is resident in a JVM that does no work. */
public final class Idle {

  private static final double SECONDS = 1;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double KIB_PER_MIB = 1_024;

  private Idle() {}

  /** It; not one of {@link Workloads}, as it compares nobody. */
  public static Workload workload() {
    return new Workload(
        "idle",
        "a JVM that does nothing",
        Unit.MEBIBYTES,
        Set.of(),
        trial -> {
          trial.probe().warm();
          TimeUnit.NANOSECONDS.sleep((long) (SECONDS * trial.scale() * NANOS_PER_SECOND));
          CHeap.trim();
          double resident = ResidentMemory.currentKib() / KIB_PER_MIB;
          trial.probe().done();
          return resident;
        });
  }
}
