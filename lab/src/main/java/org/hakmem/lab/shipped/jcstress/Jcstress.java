package org.hakmem.lab.shipped.jcstress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hakmem.lab.Effort;
import org.hakmem.lab.shipped.ForkedProgram;
import org.hakmem.lab.shipped.ScratchFolder;

/**
 * One run of jcstress over all tests of this package, in JVMs of its own: much of its time goes
 * into finding out what the machine can do.
 */
final class Jcstress {

  /**
   * What a test saw.
   *
   * @param samples how often it ran
   * @param forbidden how often the outcome was a forbidden one
   * @param table outcomes and how often each was seen
   */
  record Seen(long samples, long forbidden, String table) {}

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String MAIN = "org.openjdk.jcstress.Main";

  /** Exit statuses: nothing forbidden was seen; something was. */
  private static final int FINE = 0;

  private static final int FORBIDDEN_SEEN = 1;

  private static final String RESULTS = "RUN RESULTS";
  private static final Pattern TEST =
      Pattern.compile("\\[[A-Z]+\\] org\\.hakmem\\.lab\\.shipped\\.jcstress\\.(\\w+)$");
  private static final Pattern ROW =
      Pattern.compile("^\\s+\\S.*?\\s+([\\d,]+)\\s+<?[\\d.]+%\\s+(\\w+)\\s.*$");

  private Jcstress() {}

  /** Runs all tests with these classes before the shipped ones. */
  static Map<String, Seen> run(Path before, Effort effort)
      throws IOException, InterruptedException {
    try (ScratchFolder folder = new ScratchFolder()) {
      ForkedProgram.Ended ended =
          ForkedProgram.brief()
              .before(before)
              // Its JVMs inherit both: not the assertions are to notice, and C1 calls what accesses
              // in opaque mode compile to in C2, which orders more.
              .with("-da:org.hakmem...", "-XX:TieredStopAtLevel=4")
              .run(
                  LIMIT.multipliedBy(effort.scale()),
                  folder.path(),
                  MAIN,
                  arguments(effort).toArray(String[]::new));
      boolean told = ended.output().contains(RESULTS);
      if (!told || (ended.status() != FINE && ended.status() != FORBIDDEN_SEEN)) {
        throw new IOException("jcstress ended with " + ended.status() + ": " + ended.output());
      }
      return results(ended.output());
    }
  }

  private static List<String> arguments(Effort effort) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-v", "-t", Jcstress.class.getPackageName()));
    arguments.addAll(List.of("-sc", "false", "-af", "NONE", "-f", "1"));
    arguments.addAll(List.of("-fsm", "1", "-iters", "5"));
    arguments.addAll(List.of("-time", String.valueOf(200 * effort.scale())));
    if (!effort.isLong()) { // one configuration of the compiler instead of four
      arguments.addAll(List.of("-jvmArgs", "-XX:+UseSerialGC"));
    }
    return arguments;
  }

  /** Each test's first table behind the last heading. */
  static Map<String, Seen> results(String output) {
    Map<String, Seen> results = new HashMap<>();
    String test = "";
    String[] lines = output.substring(Math.max(0, output.indexOf(RESULTS))).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher name = TEST.matcher(lines[i].stripTrailing());
      if (name.find()) {
        test = name.group(1);
      } else if (lines[i].strip().startsWith("RESULT ") && !test.isEmpty()) {
        results.putIfAbsent(test, table(lines, i));
      }
    }
    return results;
  }

  private static Seen table(String[] lines, int heading) {
    long samples = 0;
    long forbidden = 0;
    StringBuilder table = new StringBuilder(lines[heading]);
    for (int i = heading + 1; i < lines.length; i++) {
      Matcher row = ROW.matcher(lines[i].stripTrailing());
      if (!row.matches()) {
        break;
      }
      long count = Long.parseLong(row.group(1).replace(",", ""));
      samples += count;
      forbidden += row.group(2).equals("Forbidden") ? count : 0;
      table.append('\n').append(lines[i].stripTrailing());
    }
    return new Seen(samples, forbidden, table.toString());
  }
}
