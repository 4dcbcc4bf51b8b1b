package org.hakmem.lab.crash;

import java.time.Duration;
import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;

/** The demonstration as a row of the table: whether the allocator reads what the program wrote. */
public final class SymptomExhibit implements Exhibit {

  private static final String UNIT = "rounds";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public String section() {
    return "The analysed protocol: the symptom, with real threads and memory";
  }

  @Override
  public String name() {
    return "symptom";
  }

  @Override
  public String source() {
    return "4 fault_addr=0x6261";
  }

  @Override
  public Verdict expected() {
    return Verdict.CAUGHT;
  }

  @Override
  public Outcome run(Effort effort) throws InterruptedException {
    CrashDemonstration demonstration =
        new CrashDemonstration(
            LIMIT.multipliedBy(effort.scale()), Thread.currentThread()::isInterrupted);
    List<Finding> findings = demonstration.run();
    return findings.isEmpty()
        ? Outcome.holds(demonstration.rounds(), UNIT)
        : Outcome.caught(
            demonstration.rounds(),
            UNIT,
            String.join(System.lineSeparator(), CrashReport.lines(findings)));
  }
}
