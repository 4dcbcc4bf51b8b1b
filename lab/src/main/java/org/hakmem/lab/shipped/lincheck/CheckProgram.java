package org.hakmem.lab.shipped.lincheck;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.shipped.ForkedProgram;

/**
 * A check as a program: for a JVM with other classes than this one's.
 *
 * <p>Arguments: the check's name, scale and seed of the effort. It prints one line with the verdict
 * and what was explored, and then the trace.
 */
public final class CheckProgram {

  private static final Pattern VERDICT =
      Pattern.compile("^verdict (HOLDS|CAUGHT) (\\d+) (\\w+)$", Pattern.MULTILINE);

  private CheckProgram() {}

  /** Runs a check in this JVM. */
  public static void main(String[] arguments) throws Exception {
    Effort effort = new Effort(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
    Outcome outcome = Checks.named(arguments[0]).run(effort);
    System.out.println();
    System.out.println(
        "verdict " + outcome.verdict() + " " + outcome.explored() + " " + outcome.unit());
    System.out.println(outcome.trace());
    System.exit(0);
  }

  /**
   * Runs a check in another JVM.
   *
   * @throws IOException if it reaches no verdict within the limit
   */
  public static Outcome run(ForkedProgram jvm, Duration limit, String check, Effort effort)
      throws IOException, InterruptedException {
    ForkedProgram.Ended ended =
        jvm.run(
            limit,
            CheckProgram.class.getName(),
            check,
            String.valueOf(effort.scale()),
            String.valueOf(effort.seed()));
    Matcher verdict = VERDICT.matcher(ended.output());
    if (ended.status() != 0 || !verdict.find()) {
      throw new IOException(check + " reached no verdict: " + ended.output());
    }
    return new Outcome(
        Verdict.valueOf(verdict.group(1)),
        Long.parseLong(verdict.group(2)),
        verdict.group(3),
        ended.output().substring(verdict.end()).strip());
  }
}
