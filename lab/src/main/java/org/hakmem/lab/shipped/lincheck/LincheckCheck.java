package org.hakmem.lab.shipped.lincheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.lincheck.Script;

/**
 * Scripts on a scenario, by model checking or stress. With more effort it tries more schedules of
 * each, and random scripts besides.
 *
 * @param name unique
 * @param property what of the code it is about
 * @param scenario the starting state
 * @param stress whether to let the machine choose the schedules
 * @param limit of schedules for each script
 * @param scripts what the threads do
 */
record LincheckCheck(
    String name,
    String property,
    Class<? extends ShippedScenario> scenario,
    boolean stress,
    int limit,
    List<Script> scripts)
    implements NamedCheck {

  private static final int RANDOM_SCRIPTS = 2;
  private static final int MOST_OPERATIONS = 3;

  @Override
  public Outcome run(Effort effort) {
    Outcome outcome = run(scripts, limit * effort.scale());
    if (!effort.isLong() || outcome.verdict() != Verdict.HOLDS) {
      return outcome;
    }
    RandomGenerator random = new Random(effort.seed());
    List<Script> more = new ArrayList<>();
    for (int i = 0; i < RANDOM_SCRIPTS * effort.scale(); i++) {
      more.add(Script.random(scenario, MOST_OPERATIONS, LincheckCheck::freesABlock, random));
    }
    Outcome further = run(more, limit);
    return new Outcome(
        further.verdict(),
        outcome.explored() + further.explored(),
        further.unit(),
        further.verdict() == Verdict.HOLDS
            ? outcome.trace() + "; " + further.trace()
            : further.trace());
  }

  /** Which a program does once. */
  private static boolean freesABlock(String operation) {
    return operation.contains("Free");
  }

  private Outcome run(List<Script> some, int most) {
    ShippedCheck check = new ShippedCheck(scenario, some);
    return stress ? check.stress(most) : check.modelCheck(most);
  }
}
