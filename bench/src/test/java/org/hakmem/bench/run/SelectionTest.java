package org.hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the words of a command line to workloads. */
class SelectionTest {

  @Test
  void noWordIsAll() {
    assertThat(labels())
        .isEqualTo(Workloads.all().stream().map(Workload::label).toList())
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(20);
  }

  @Test
  void aKindIsAllOfItAndNothingIsTwice() {
    assertThat(labels("replace", "pair", "pair:64"))
        .containsExactly(
            "replace", "pair:16", "pair:64", "pair:512", "pair:4k", "pair:64k", "pair:1m");
  }

  @Test
  void afterReplayComeFiles(@TempDir Path folder) throws IOException {
    Path one = Files.createFile(folder.resolve("one.trace.gz"));
    Path two = Files.createFile(folder.resolve("two.trace.gz"));
    assertThat(Selection.tasks(List.of("sh8", "replay", one.toString(), two.toString())))
        .extracting(Plan.Task::name)
        .containsExactly("sh8", "replay:" + one, "replay:" + two);
    assertThat(labels("replay:" + one)).containsExactly("replay:one");
  }

  @Test
  void anUnknownWordIsAnsweredWithTheKnown() {
    assertThatThrownBy(() -> Selection.tasks(List.of("sh6")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no workload 'sh6'; there are: pair:16, ")
        .hasMessageEndingWith(", replay:FILE");
    assertThatThrownBy(() -> Selection.tasks(List.of("sh8", "replay")))
        .hasMessage("replay needs the file of a trace");
    assertThatThrownBy(() -> Selection.tasks(List.of("replay", "/no/such")))
        .hasMessage("can't read the trace /no/such");
  }

  private static List<String> labels(String... words) {
    return Selection.tasks(List.of(words)).stream().map(task -> task.workload().label()).toList();
  }
}
