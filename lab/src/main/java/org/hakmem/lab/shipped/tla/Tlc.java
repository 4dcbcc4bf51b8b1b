package org.hakmem.lab.shipped.tla;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.shipped.ForkedProgram;
import org.hakmem.lab.shipped.ScratchFolder;

/** TLC, in a JVM of its own, as it keeps its state in static fields. */
final class Tlc {

  private static final String MODULE = "Protocol.tla";
  private static final String CONFIGURATION = "Protocol.cfg";
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Pattern SEARCHED =
      Pattern.compile("^(\\d+) states generated, (\\d+) distinct states found", Pattern.MULTILINE);
  private static final Pattern WALKED =
      Pattern.compile("^Progress: ([\\d,]+) states checked", Pattern.MULTILINE);
  private static final Pattern STEP = Pattern.compile("^State (\\d+): <(\\w+)");

  /** Exit statuses: no error; an invariant, or a temporal property, is violated. */
  private static final int NO_ERROR = 0;

  private static final int INVARIANT_VIOLATED = 12;
  private static final int PROPERTY_VIOLATED = 13;

  private Tlc() {}

  /** Searches all states, by one worker, so that the trace found is the shortest. */
  static Outcome search(String configuration) throws IOException, InterruptedException {
    return run(configuration, SEARCHED, 2, "states", List.of("-workers", "1", "-lncheck", "final"));
  }

  /** Goes through states at random, {@code walks} times from the beginning. */
  static Outcome walk(String configuration, int walks, long seed)
      throws IOException, InterruptedException {
    return run(
        configuration,
        WALKED,
        1,
        "states",
        List.of( // by one worker, so that the seed repeats them
            "-workers",
            "1",
            "-simulate",
            "num=" + walks,
            "-depth",
            "200",
            "-seed",
            String.valueOf(seed)));
  }

  private static Outcome run(
      String configuration, Pattern count, int group, String unit, List<String> more)
      throws IOException, InterruptedException {
    try (ScratchFolder folder = new ScratchFolder()) {
      write(folder.path(), configuration);
      List<String> arguments = new ArrayList<>(List.of("-nowarning", "-config", CONFIGURATION));
      arguments.addAll(more);
      arguments.add(MODULE);
      ForkedProgram jvm =
          ForkedProgram.lasting()
              .with("-XX:+UseParallelGC", "-Djava.io.tmpdir=" + folder.path()); // its modules
      ForkedProgram.Ended ended =
          jvm.run(LIMIT, folder.path(), "tlc2.TLC", arguments.toArray(String[]::new));
      return outcome(ended, count, group, unit);
    }
  }

  private static void write(Path folder, String configuration) throws IOException {
    try (InputStream module = Tlc.class.getResourceAsStream(MODULE)) {
      if (module == null) {
        throw new IOException("no " + MODULE);
      }
      Files.copy(module, folder.resolve(MODULE));
    }
    Files.writeString(folder.resolve(CONFIGURATION), configuration);
  }

  private static Outcome outcome(ForkedProgram.Ended ended, Pattern count, int group, String unit)
      throws IOException {
    Matcher states = count.matcher(ended.output());
    long explored = 0;
    while (states.find()) { // the last one counts
      explored = Long.parseLong(states.group(group).replace(",", ""));
    }
    if (explored == 0) {
      throw new IOException("TLC did not say how much it searched: " + ended.output());
    }
    return switch (ended.status()) {
      case NO_ERROR -> Outcome.holds(explored, unit);
      case INVARIANT_VIOLATED, PROPERTY_VIOLATED ->
          Outcome.caught(explored, unit, trace(ended.output()));
      default -> throw new IOException("TLC ended with " + ended.status() + ": " + ended.output());
    };
  }

  /** What is violated, the actions that lead there, and then all that TLC says. */
  private static String trace(String output) {
    String steps =
        output
            .lines()
            .map(STEP::matcher)
            .filter(Matcher::find)
            .map(step -> step.group(2))
            .filter(action -> !action.equals("Initial"))
            .collect(Collectors.joining(", "));
    int error = Math.max(0, output.indexOf("Error: "));
    return steps + "\n" + output.substring(error).strip();
  }
}
