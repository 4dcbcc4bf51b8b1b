package org.hakmem.lab.shipped.lincheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;

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

  @Override
  public Outcome run(Effort effort) {
    List<Script> all = new ArrayList<>(scripts);
    if (effort.isLong()) {
      RandomGenerator random = new Random(effort.seed());
      for (int i = 0; i < RANDOM_SCRIPTS * effort.scale(); i++) {
        all.add(Script.random(scenario, random));
      }
    }
    ShippedCheck check = new ShippedCheck(scenario, all);
    int most = limit * effort.scale();
    return stress ? check.stress(most) : check.modelCheck(most);
  }
}
