package org.hakmem.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code jfr print} says of a recording: of each event its fields as text, by name. */
record PrintedEvents(Map<String, List<Map<String, String>>> byName) {

  private static final Pattern EVENT =
      Pattern.compile("^(org\\.hakmem\\.\\w+) \\{\n(.*?)^}$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("^  (\\w+) = (\\[.*?^  ]|[^\\n]*)$", Pattern.MULTILINE | Pattern.DOTALL);

  /** All of the allocator's in a file. */
  static PrintedEvents of(Path recording) throws Exception {
    Process print =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jfr").toString(),
                "print",
                "--stack-depth",
                "64",
                "--events",
                "org.hakmem.*",
                recording.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(print.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(print.waitFor()).as(text).isZero();
    Map<String, List<Map<String, String>>> events = new HashMap<>();
    Matcher event = EVENT.matcher(text);
    while (event.find()) {
      events.computeIfAbsent(event.group(1), name -> new ArrayList<>()).add(fields(event.group(2)));
    }
    return new PrintedEvents(events);
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(text);
    while (field.find()) {
      fields.put(field.group(1), field.group(2));
    }
    return fields;
  }

  /** The events of one name, without the package. */
  List<Map<String, String>> all(String name) {
    return byName.getOrDefault("org.hakmem." + name, List.of());
  }

  /** A field's values in all of them. */
  List<String> values(String name, String field) {
    return all(name).stream().map(event -> event.get(field)).toList();
  }
}
