package org.hakmem.lab.shipped.tla;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in docs/ownership.md names every action of the specification, and methods there are.
 */
class OwnershipTableTest {

  /** Steps that only mistakes made on purpose take. */
  private static final Set<String> OF_FAULTS = Set.of("PlainOr", "ClearLast", "PlainHold");

  private static final Pattern ROW =
      Pattern.compile("^\\| (\\w+) \\| (.*) \\|$", Pattern.MULTILINE);
  private static final Pattern METHOD = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final List<String> PACKAGES =
      List.of(
          "org.hakmem.internal.slab.",
          "org.hakmem.internal.heap.",
          "org.hakmem.internal.superslab.");

  private final String table;

  OwnershipTableTest() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "ownership.md"));
    table = page.substring(page.indexOf("| action | method |") + 1);
  }

  /** What the specification's next-state relation consists of. */
  private static Set<String> actions() throws IOException {
    try (InputStream stream = Tlc.class.getResourceAsStream("Protocol.tla")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      String next = text.substring(text.indexOf("\nContinue(t) =="), text.indexOf("\nSafe =="));
      Set<String> actions = new TreeSet<>();
      Matcher names = Pattern.compile("(\\w+)\\(t(, [sh])?\\)").matcher(next);
      while (names.find()) {
        actions.add(names.group(1));
      }
      actions.remove("Continue");
      actions.removeAll(OF_FAULTS);
      return actions;
    }
  }

  @Test
  void namesEveryAction() throws IOException {
    Set<String> rows = new TreeSet<>();
    Matcher row = ROW.matcher(table);
    while (row.find()) {
      rows.add(row.group(1));
    }
    assertThat(rows).isEqualTo(actions()).hasSizeGreaterThan(20);
  }

  @Test
  void namesMethodsThatThereAre() {
    Matcher method = METHOD.matcher(table);
    int count = 0;
    while (method.find()) {
      assertThat(methods(method.group(1))).as(method.group()).contains(method.group(2));
      count++;
    }
    assertThat(count).isGreaterThan(20);
  }

  private static List<String> methods(String simpleName) {
    for (String name : PACKAGES) {
      try {
        Class<?> type = Class.forName(name + simpleName, false, Tlc.class.getClassLoader());
        return Stream.of(type.getDeclaredMethods()).map(Method::getName).toList();
      } catch (ClassNotFoundException e) {
        continue;
      }
    }
    return List.of();
  }
}
