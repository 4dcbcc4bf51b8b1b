package org.hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hakmem.bench.peers.PeerName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every workload runs: 100 ms with hakmem, and some shortly with every other peer. */
class SmokeTest {

  private static final double SHORT = 0.1;
  private static final double SHORTER = 0.02;

  @TempDir static Path folder;

  static List<Workload> workloads() throws IOException {
    List<Workload> all = new ArrayList<>(Workloads.all());
    all.add(Workloads.replay(Traces.file(folder, "smoke", Traces.CROSSING)));
    return all;
  }

  /** All of the floor; of the rest those that between them use every call of its slots. */
  static Stream<Arguments> others() throws IOException {
    Set<String> telling = Set.of("pair:64", "replace", "mstress", "xmalloc", "vthreads", "replay");
    return workloads().stream()
        .filter(workload -> !workload.label().equals("larson64")) // the same as larson, but slow
        .flatMap(workload ->
            Arrays.stream(PeerName.values())
                .filter(peer -> peer != PeerName.HAKMEM)
                .filter(workload::suits)
                .filter(peer ->
                    peer == PeerName.FLOOR
                        || telling.contains(workload.label())
                        || telling.contains(workload.kind()))
                .map(peer -> Arguments.of(workload.label(), peer, workload)));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void withHakmem(Workload workload) throws Exception {
    double figure = workload.body().measure(Trials.of(PeerName.HAKMEM, SHORT));
    if (workload.has(Trait.HAKMEM_ONLY)) {
      // A difference of the Java heap in use, to which other tests' garbage adds what it likes.
      assertThat(figure).isFinite();
    } else {
      assertThat(figure).isPositive();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("others")
  void withTheOthers(String label, PeerName peer, Workload workload) throws Exception {
    assertThat(workload.body().measure(Trials.of(peer, SHORTER))).isPositive();
  }
}
