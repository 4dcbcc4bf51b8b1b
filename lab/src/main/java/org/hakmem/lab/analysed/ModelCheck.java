package org.hakmem.lab.analysed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hakmem.lab.lincheck.SchedulesVerifier;
import org.hakmem.lab.lincheck.Script;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Lets Lincheck try the interleavings of a script, those with few thread switches first. It assumes
 * sequential consistency: what it catches is wrong on every machine.
 */
final class ModelCheck {

  /** Not part of what is checked. */
  private static final String[] ONLOOKERS = {Ledger.class.getName(), Conservation.class.getName()};

  private static final String FRAME = "\tat ";
  private static final String DETAILS = "Detailed trace:";

  private final Class<? extends Scenario> scenario;
  private final int limit;
  private final List<String> searches = new ArrayList<>();
  private long schedules;

  /** One that tries at most {@code limit} schedules for a script. */
  ModelCheck(Class<? extends Scenario> scenario, int limit) {
    this.scenario = scenario;
    this.limit = limit;
  }

  /** Tries the scripts until one is broken, and tells how; empty if none is. */
  Optional<String> firstViolation(List<Script> scripts) {
    for (Script script : scripts) {
      Optional<String> violation = violation(script);
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  /** How many schedules were tried so far. */
  long schedules() {
    return schedules;
  }

  /** For each script that nothing broke: how much of it was tried. */
  List<String> searches() {
    return searches;
  }

  private Optional<String> violation(Script script) {
    long before = SchedulesVerifier.count();
    try {
      new ModelCheckingOptions()
          .iterations(0) // none but this:
          .addCustomScenario(script.on(scenario, "conservation"))
          .minimizeFailedScenario(false)
          .invocationsPerIteration(limit)
          .verifier(SchedulesVerifier.class)
          .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(ONLOOKERS).allMethods().ignore())
          .check(scenario);
      long tried = SchedulesVerifier.count() - before;
      String extent = tried < limit ? "all %,d" : "the first %,d";
      searches.add(String.format(Locale.ROOT, extent, tried) + " schedules of " + script);
      return Optional.empty();
    } catch (LincheckAssertionError e) {
      schedules++; // this one, which was not counted
      String message = String.valueOf(e.getMessage());
      if (!message.contains(Violation.class.getName())) {
        throw e;
      }
      return Optional.of(shortened(message));
    } finally {
      schedules += SchedulesVerifier.count() - before;
    }
  }

  /** Without the second, longer form of the trace, and without the frames of stack traces. */
  private static String shortened(String message) {
    int details = message.indexOf(DETAILS);
    return (details < 0 ? message : message.substring(0, details))
        .lines()
        .filter(line -> !line.startsWith(FRAME))
        .collect(Collectors.joining("\n"))
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }
}
