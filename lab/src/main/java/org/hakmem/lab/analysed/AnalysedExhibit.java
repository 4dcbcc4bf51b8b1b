package org.hakmem.lab.analysed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.lincheck.Script;

/**
 * One row: a scenario and the scripts that are tried on it.
 *
 * @param scripts tried in this order
 */
record AnalysedExhibit(
    String section,
    String name,
    String source,
    Verdict expected,
    Class<? extends Scenario> scenario,
    List<Script> scripts)
    implements Exhibit {

  private static final String UNIT = "schedules";
  private static final int QUICK_LIMIT = 1_500;
  private static final int RANDOM_SCRIPTS = 6;
  private static final int MOST_OPERATIONS = 4;

  @Override
  public Outcome run(Effort effort) {
    ModelCheck check = new ModelCheck(scenario, QUICK_LIMIT * effort.scale());
    List<Script> all = new ArrayList<>(scripts);
    if (effort.isLong()) {
      RandomGenerator random = new Random(effort.seed());
      for (int i = 0; i < RANDOM_SCRIPTS; i++) {
        all.add(Script.random(scenario, MOST_OPERATIONS, _ -> false, random));
      }
    }
    Optional<String> violation = check.firstViolation(all);
    if (violation.isPresent()) {
      return Outcome.caught(check.schedules(), UNIT, violation.get());
    }
    String searches = String.join(System.lineSeparator(), check.searches());
    return new Outcome(Verdict.HOLDS, check.schedules(), UNIT, searches);
  }
}
