package org.hakmem.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording has of a program, as {@code jfr print} shows it. */
@Tag("slow")
class FlightRecorderTest {

  private static final Path SETTINGS = Path.of("../docs/hakmem.jfc");

  private static final List<String> EVENTS =
      List.of(
          "Refill",
          "ClaimLost",
          "Drain",
          "Adopt",
          "Commit",
          "Purge",
          "LimitReached",
          "LateFree",
          "AllocationSample",
          "Statistics");

  private static final String SIZE = "[\\d.,]+ (bytes|kB|MB|GB|TB)";
  private static final String ADDRESS = "0x[0-9A-F]+";

  @TempDir Path folder;

  private ChildJvm.Result run(List<String> flags, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(flags);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()),
            EventfulChild.class.getName()));
    command.addAll(List.of(arguments));
    ChildJvm.Result result = ChildJvm.run(command);
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }

  private Path recorded(String settings) throws Exception {
    Path recording = folder.resolve("recording.jfr");
    run(
        List.of(
            "-XX:StartFlightRecording:" + settings + "filename=" + recording,
            "-Xlog:jfr+startup=error"));
    return recording;
  }

  @Test
  void allEventsWithTheSettingsOfTheDocumentation() throws Exception {
    PrintedEvents events =
        PrintedEvents.of(
            recorded("settings=" + SETTINGS + ",org.hakmem.Statistics#period=everyChunk,"));

    assertFields(events);
  }

  @Test
  void allEventsOfARecordingThatBeginsLater() throws Exception {
    Path recording = folder.resolve("late.jfr");
    ChildJvm.Result result = run(List.of(), SETTINGS.toString(), recording.toString());

    assertThat(result.err()).isEmpty();
    assertFields(PrintedEvents.of(recording));
  }

  private static void assertFields(PrintedEvents events) {
    assertThat(events.byName().keySet())
        .containsExactlyInAnyOrderElementsOf(
            EVENTS.stream().map(name -> "org.hakmem." + name).toList());
    EVENTS.forEach(name ->
        assertThat(events.values(name, "allocator"))
            .as(name)
            .allMatch(n -> n.matches("[1-9]\\d*")));
    assertThat(events.values("Refill", "source"))
        .contains("\"fresh\"", "\"hot\"", "\"adopt\"")
        .isSubsetOf(
            "\"hot\"",
            "\"sticky\"",
            "\"bench\"",
            "\"mailbox\"",
            "\"adopt\"",
            "\"gate\"",
            "\"fresh\"");
    assertThat(events.values("Refill", "blockSize")).contains("112 bytes");
    assertMatch(events, "Refill", "slab", ADDRESS);
    assertMatch(events, "ClaimLost", "slab", ADDRESS);
    assertThat(events.values("ClaimLost", "blockSize")).containsExactly("16.0 kB");
    assertThat(events.values("Drain", "blocks"))
        .isNotEmpty()
        .allMatch(blocks -> Integer.parseInt(blocks) > 0);
    assertThat(events.all("Adopt"))
        .as("a heap, and slabs of another")
        .anyMatch(adopted -> adopted.get("heap").equals(adopted.get("orphan")))
        .anyMatch(adopted -> !adopted.get("heap").equals(adopted.get("orphan")));
    assertThat(events.values("Commit", "size")).contains("2.0 MB", "40.0 MB");
    assertMatch(events, "Purge", "size", SIZE);
    assertMatch(events, "Purge", "timeSpent", "[\\d.,]+ [nmu]?s");
    assertThat(events.all("LimitReached"))
        .singleElement()
        .satisfies(FlightRecorderTest::assertLimitReached);
    assertMatch(events, "LateFree", "address", ADDRESS);
    assertThat(events.values("LateFree", "count")).containsExactly("1");
    assertSamples(events.all("AllocationSample"));
    assertMatch(events, "Statistics", "reserved", SIZE);
    assertMatch(events, "Statistics", "live", "0 bytes|" + SIZE);
    assertThat(events.values("Statistics", "heaps")).allMatch(n -> Integer.parseInt(n) > 0);
    assertThat(events.values("Statistics", "quarantine")).contains("48 bytes");
    assertThat(events.values("Statistics", "quarantineSealed")).contains("48 bytes");
    assertThat(events.values("Statistics", "quarantineArenas")).contains("1");
  }

  private static void assertMatch(PrintedEvents events, String name, String field, String pattern) {
    assertThat(events.values(name, field))
        .as(name + "." + field)
        .isNotEmpty()
        .allMatch(value -> value.matches(pattern));
  }

  private static void assertLimitReached(Map<String, String> event) {
    assertThat(event)
        .containsEntry("requestedSize", "40.0 MB")
        .containsEntry("limit", "64.0 MB")
        .containsEntry("failed", "true");
    assertThat(event.get("stackTrace")).contains("EventfulChild.large");
  }

  private static void assertSamples(List<Map<String, String>> samples) {
    assertThat(samples).as("2 MB in blocks of 112 bytes, four times").hasSizeGreaterThan(4);
    assertThat(samples)
        .allSatisfy(sample ->
            assertThat(sample.get("stackTrace")).contains("Hakmem.malloc", "EventfulChild"))
        .anySatisfy(sample ->
            assertThat(sample).containsEntry("blockSize", "112 bytes").containsKey("weight"))
        .anySatisfy(sample ->
            assertThat(sample)
                .containsEntry("blockSize", "40.0 MB")
                .containsEntry("weight", "40.0 MB"));
  }

  @Test
  void allEventsAreOffByDefault() throws Exception {
    assertThat(PrintedEvents.of(recorded("settings=profile,")).byName()).isEmpty();
  }

  @Test
  void oneEventIsSwitchedOnByAFlag() throws Exception {
    String flags = "settings=profile,+org.hakmem.LimitReached#enabled=true,";

    assertThat(PrintedEvents.of(recorded(flags)).byName())
        .containsOnlyKeys("org.hakmem.LimitReached");
  }

  @Test
  void theSettingsOfTheDocumentationNameAllEventsAndNoOther() throws Exception {
    Matcher event =
        Pattern.compile("<event name=\"([^\"]*)\">").matcher(Files.readString(SETTINGS));

    assertThat(event.results().map(found -> found.group(1)).toList())
        .containsExactlyInAnyOrderElementsOf(
            EVENTS.stream().map(name -> "org.hakmem." + name).toList());
  }
}
