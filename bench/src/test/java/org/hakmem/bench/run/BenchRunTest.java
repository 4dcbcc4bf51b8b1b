package org.hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Unit;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.junit.jupiter.api.Test;

/** Measuring in JVMs of their own. */
class BenchRunTest {

  private static final double SHORT = 0.05;

  private final List<String> progress = new ArrayList<>();

  @Test
  void childrenMeasureSpeedMemoryAndSingleCalls() throws Exception {
    Workload replace = Workloads.named("replace").getFirst();
    Results results =
        new BenchRun(plan("replace", true, PeerName.HAKMEM, PeerName.GLIBC), progress::add).run();

    assertThat(results.failures()).isEmpty();
    assertThat(results.idleKib()).isGreaterThan(10_000);
    for (PeerName peer : List.of(PeerName.HAKMEM, PeerName.GLIBC)) {
      List<Measured> rounds = results.rounds(replace, peer);
      assertThat(rounds).hasSize(1);
      assertThat(rounds.getFirst().reading().figure()).isPositive();
      assertThat(rounds.getFirst().reading().peakKib()).isGreaterThan(results.idleKib());
      assertThat(results.mallocs(replace, peer).orElseThrow().getTotalCount()).isPositive();
      assertThat(results.frees(replace, peer).orElseThrow().getTotalCount()).isPositive();
    }
    assertThat(progress).anyMatch(line -> line.contains("replace, round 1 of 1, glibc: "));
  }

  @Test
  void aColdJvmMeasures() throws Exception {
    Workload cold = Workloads.named("cold-start").getFirst();
    Results results =
        new BenchRun(plan("cold-start", false, PeerName.GLIBC, PeerName.FLOOR), progress::add)
            .run();

    assertThat(results.rounds(cold, PeerName.GLIBC)).hasSize(1);
    assertThat(results.rounds(cold, PeerName.FLOOR)).isEmpty();
  }

  @Test
  void aChildThatFailsIsTold() throws Exception {
    Workload unknown = new Workload("unknown", "nothing", Unit.NANOS, Set.of(), trial -> 1);
    Plan plan =
        new Plan(
            List.of(new Plan.Task(unknown, "unknown")),
            List.of(PeerName.GLIBC),
            1,
            SHORT,
            SHORT,
            false);
    Results results = new BenchRun(plan, progress::add).run();

    assertThat(results.failures())
        .singleElement()
        .asString()
        .startsWith("unknown, glibc: exit code 1: ")
        .contains("no workload 'unknown'");
  }

  @Test
  void aRunThatIsStoppedEnds() throws Exception {
    BenchRun run = new BenchRun(plan("pair", false, PeerName.GLIBC), progress::add);
    run.stop();
    assertThat(run.run().readings()).isZero();
  }

  private static Plan plan(String word, boolean latency, PeerName... peers) {
    return new Plan(Selection.tasks(List.of(word)), List.of(peers), 1, SHORT, SHORT, latency);
  }
}
