package org.hakmem.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.run.Runs;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** The three reports of one run. */
class ReportsTest {

  private static final Plan PLAN = Runs.plan(2, "replace", "xmalloc");

  private final Results results = results();

  @Test
  void theTextHasFiguresLatenciesDoubtsAndGoals() {
    assertThat(new TextReport(PLAN, results).lines())
        .contains(
            "### replace",
            "| peer     | ns/op | net of floor | × best | least–most | peak MiB |",
            "|----------|------:|-------------:|-------:|-----------:|---------:|",
            "| hakmem   |  10.0 |         6.00 |   1.00 |  1.00–1.00 |     10.0 |",
            "| mimalloc |  11.0 |         7.00 |   1.38 |  0.75–2.00 |     8.00 |",
            "| floor    |  4.00 |            – |      – |          – |     0.00 |",
            "- too noisy to tell hakmem and mimalloc apart:"
                + " in the rounds the second was worse by ×0.75 to ×2.00",
            "failed: sh8, glibc: seeded",
            "tcmalloc: left out: seeded")
        .anyMatch(line ->
            line.startsWith("| replace: time net of floor ÷ best native's (mimalloc) | ≤ 0.600 |"))
        .anyMatch(line -> line.startsWith("| hakmem           |        15.0 |"))
        .first()
        .asString()
        .startsWith("Medians of 2 interleaved rounds of 1.0 s after 1.5 s of warm-up");
  }

  @Test
  void theJsonHasEveryRound() throws IOException {
    JsonNode root = new JsonMapper().readTree(new JsonReport(PLAN, results).text());

    JsonNode hakmem = root.at("/workloads/0/peers/0");
    assertThat(hakmem.get("peer").asText()).isEqualTo("hakmem");
    assertThat(hakmem.get("figures").toString()).isEqualTo("[8.0,12.0]");
    assertThat(hakmem.get("netFigures").toString()).isEqualTo("[4.0,8.0]");
    assertThat(hakmem.get("peakMib").toString()).isEqualTo("[10.0,10.0]");
    assertThat(hakmem.at("/mallocNanos/p999").asLong()).isEqualTo(20);
    assertThat(hakmem.get("residentKib")).hasSize(2);
    assertThat(root.at("/goals/0/reached").isBoolean()).isTrue();
    assertThat(root.at("/leftOut/tcmalloc").asText()).isEqualTo("seeded");
  }

  @Test
  void thePageNeedsNothingElse() {
    String page = new HtmlReport(PLAN, results).text();

    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("prefers-color-scheme: dark")
        .contains("width:100.00%") // the longest bar
        .contains("Resident memory over time", "A single malloc, by percentile")
        .doesNotContain("<script", "<link", "<img", "@import", "url(h");
    // Names of XML's vocabularies are no addresses to load.
    assertThat(page.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", "")).doesNotContain("http");
  }

  @Test
  void chartsAreWellFormedAndTakeTheirColoursFromThePage() throws Exception {
    String page = new HtmlReport(PLAN, results).text();

    Matcher charts = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL).matcher(page);
    int count = 0;
    while (charts.find()) {
      count++;
      String chart = charts.group();
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(chart)));
      assertThat(chart).contains("var(--hakmem)", "var(--muted)");
      assertThat(chart.replace("rgb(0,0,0);fill-opacity:0", "")).doesNotContain("rgb(");
    }
    assertThat(count).isEqualTo(4);
  }

  @Test
  void segmentsThatGoOnAreOneLine() {
    String first = "<line style=\"s\" x1=\"0\" x2=\"1\" y1=\"5\" y2=\"6\"/>";
    String goesOn = "<line style=\"s\" x1=\"1\" x2=\"2\" y1=\"6\" y2=\"7\"/>";
    String other = "<line style=\"t\" x1=\"2\" x2=\"3\" y1=\"7\" y2=\"8\"/>";
    assertThat(SvgLines.join("<g>" + first + goesOn + other + "<path/>" + first + "</g>"))
        .isEqualTo(
            "<g><polyline style=\"s\" points=\"0,5 1,6 2,7\"/>"
                + "<polyline style=\"t\" points=\"2,7 3,8\"/><path/>"
                + "<polyline style=\"s\" points=\"0,5 1,6\"/></g>");
  }

  @Test
  void powersOfTenAreLabelled() {
    assertThat(Stream.of(0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 6.0).map(Charts::percentile))
        .containsExactly("0 %", "90 %", "97 %", "99 %", "99.7 %", "99.9 %", "99.9999 %");
    assertThat(Stream.of(0.0, 0.5, 1.5, 2.0, 3.0, 4.5, 9.0, 10.0).map(Charts::duration))
        .containsExactly("1 ns", "3.2 ns", "32 ns", "100 ns", "1 µs", "32 µs", "1 s", "10 s");
  }

  @Test
  void withoutTheFloorFiguresAreComparedAsTheyAre() {
    Workload replace = Workloads.named("replace").getFirst();
    Results floorless = new Runs().add(replace, PeerName.HAKMEM, 10, 8, 12).results();

    assertThat(new TextReport(PLAN, floorless).lines())
        .contains("| hakmem |  10.0 |            – |   1.00 |  1.00–1.00 |     10.0 |")
        .noneMatch(line -> line.contains("net of the floor"))
        .noneMatch(line -> line.contains("xmalloc")); // nothing was measured of it
  }

  @Test
  void whatIsTextIsEscaped() {
    Results odd = results();
    odd.fail("<script>alert(1)</script>");

    assertThat(new HtmlReport(PLAN, odd).text()).doesNotContain("<script>");
  }

  @Test
  void everyColourIsDefinedForLightAndDark() {
    String page = new HtmlReport(PLAN, results).text();

    for (PeerName peer : PeerName.values()) {
      assertThat(page.split("--" + peer.label() + ": #", -1)).as(peer.label()).hasSize(3);
    }
  }

  private static Results results() {
    Workload replace = Workloads.named("replace").getFirst();
    Workload xmalloc = Workloads.named("xmalloc").getFirst();
    Results results =
        new Runs()
            .add(replace, PeerName.HAKMEM, 10, 8, 12)
            .add(replace, PeerName.MIMALLOC, 8, 12, 10)
            .add(replace, PeerName.FLOOR, 0, 4, 4)
            .addLatency(replace, PeerName.HAKMEM, 10, 15, 20)
            .addLatency(replace, PeerName.MIMALLOC, 15, 20, 30)
            .add(xmalloc, PeerName.HAKMEM, 20, 150, 150)
            .add(xmalloc, PeerName.MIMALLOC, 10, 100, 100)
            .results();
    results.leaveOut(PeerName.TCMALLOC, "seeded");
    results.fail("sh8, glibc: seeded");
    return results;
  }
}
