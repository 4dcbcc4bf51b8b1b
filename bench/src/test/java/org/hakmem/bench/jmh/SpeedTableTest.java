package org.hakmem.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hakmem.bench.peers.PeerName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver: its options, its children and its reports. */
class SpeedTableTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rounds 0         | --rounds takes a number from 1.0 to 1000.0, not '0'
          --seconds many     | --seconds takes a number from 0.01 to 3600.0, not 'many'
          --seconds          | no value after '--seconds'
          --speed 9          | no option '--speed'
          --peers malloc     | no peer 'malloc'; there are: hakmem, mimalloc
          --workloads sh6    | no workload 'sh6'; there are: pair, replace
          """)
  void badOptionsAreOneLine(String line, String complaint) {
    String[] args = line.strip().split(" ");
    assertThatThrownBy(() -> SpeedOptions.parse(args))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
    assertThat(SpeedTable.run(args)).isEqualTo(2);
  }

  @Test
  void theFloorIsAlwaysMeasured() {
    assertThat(SpeedOptions.parse("--peers", "glibc,hakmem").peers())
        .containsExactly(PeerName.GLIBC, PeerName.HAKMEM, PeerName.FLOOR);
  }

  @Test
  void childrenMeasureAndJsonIsWritten(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("speed.json");
    String[] args = {
      "--rounds",
      "1",
      "--seconds",
      "0.05",
      "--warmup",
      "0.05",
      "--peers",
      "glibc",
      "--workloads",
      "replace,producer-consumer",
      "--json",
      json.toString()
    };
    assertThat(SpeedTable.run(args)).isZero();
    assertThat(Files.readString(json))
        .contains("\"workload\": \"replace\", \"peer\": \"glibc\", \"unit\": \"ns\", \"values\": [")
        .contains("\"peer\": \"floor\"")
        .contains("\"residentKib\": [");
  }

  @Test
  void theReportShowsMediansNetFiguresAndGoals() {
    SpeedResults results = new SpeedResults();
    results.add(Workload.REPLACE, PeerName.HAKMEM, new Reading(10, 0), true);
    results.add(Workload.REPLACE, PeerName.MIMALLOC, new Reading(12, 0), true);
    results.add(Workload.REPLACE, PeerName.FLOOR, new Reading(4, 0), false);
    SpeedOptions options =
        SpeedOptions.parse("--workloads", "replace", "--peers", "hakmem,mimalloc,tcmalloc");
    assertThat(new SpeedReport(options, results).toMarkdown())
        .contains("other programs disturbed 1 of 3 readings");
    assertThat(new SpeedReport(options, results).toMarkdown().lines())
        .contains(
            "| workload | hakmem | mimalloc | tcmalloc | floor |",
            "| replace, ns | 10.0 | 12.0 | – | 4.0 |",
            "| replace net of floor, ns | 6.0 | 8.0 | – | 0.0 |",
            "| replace: time, net of floor ÷ mimalloc's | ≤ 0.75 | 0.75 | 0.75–0.75 | yes |",
            "| replace: time, net of floor ÷ tcmalloc's | ≤ 0.9 | – | – | – |");
  }
}
