package org.hakmem.lab.shipped.lincheck;

import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.lincheck.SchedulesVerifier;
import org.hakmem.lab.lincheck.Script;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Has Lincheck try the interleavings of scripts on a scenario: of memory accesses, one thread
 * running at a time and those with few switches first ({@link #modelCheck}); or as the machine does
 * ({@link #stress}). The former assumes sequential consistency.
 */
final class ShippedCheck {

  private static final String UNIT = "schedules";
  private static final String DETAILS = "Detailed trace:";

  /** Loops over all size classes are longer than Lincheck expects a loop to be. */
  private static final int LONGEST_LOOP = 1000;

  /** Silent: double frees that are found late happen in thousands of schedules. */
  private static final Logger LOG = Logger.getLogger("org.hakmem");

  static {
    LOG.setLevel(Level.OFF);
  }

  private final Class<? extends ShippedScenario> scenario;
  private final List<Script> scripts;

  ShippedCheck(Class<? extends ShippedScenario> scenario, List<Script> scripts) {
    this.scenario = scenario;
    this.scripts = scripts;
  }

  /** Tries at most {@code limit} schedules of each script. */
  Outcome modelCheck(int limit) {
    return run(script ->
        new ModelCheckingOptions()
            .loopBound(LONGEST_LOOP)
            .loopIterationsBeforeThreadSwitch(LONGEST_LOOP)
            .addGuarantee(
                unseen(
                    "heap.ShippedHeaps",
                    "make",
                    "blocks",
                    "cache",
                    "reclaimer",
                    "fault",
                    "liveBlocks"))
            .addGuarantee(unseen("heap.Mailbox", "size", "hasUnswept")) // hints, in long loops
            .addGuarantee(unseen("heap.GateSource", "sweep")) // a hint, confirmed by the claim
            .addGuarantee(unseen("heap.FreshSource", "tidy", "retirePosted"))
            .addGuarantee(unseen("superslab.SuperslabPool", "allocate", "release", "purge"))
            .addGuarantee(unseen("heap.LateFrees", "report")) // starts a thread that logs
            .addGuarantee(wholeClass(takenAsOne()))
            .addGuarantee(unseen("heap.Heap", "nextToTidy"))
            .addGuarantee(unseen("heap.Batch", "postedForLong"))
            .addGuarantee(unseen("heap.Growth", "grow"))
            .addGuarantee(unseen("superslab.ShippedFreeRuns", "make", "broken"))
            .addGuarantee(unseen("arena.ShippedChunks", "make", "closeArena", "broken"))
            .addGuarantee(unseen("memory.ScopedSegments", "of", "requireAlive")) // ask the JDK
            .addGuarantee(wholeClass("event.Events")) // nobody looks on
            .addGuarantee(
                ManagedStrategyGuaranteeKt.forClasses(scenario.getName())
                    .methods("broken")
                    .ignore())
            .iterations(0) // none but this:
            .addCustomScenario(script.on(scenario, "property"))
            .minimizeFailedScenario(false)
            .invocationsPerIteration(limit)
            .verifier(SchedulesVerifier.class));
  }

  /** The states of blocks are of interest only where there are bad frees. */
  private String takenAsOne() {
    return scenario == DoubleFreeScenario.class ? "slab.SizeClasses" : "slab.BlockStates";
  }

  private static ManagedStrategyGuarantee wholeClass(String name) {
    return ManagedStrategyGuaranteeKt.forClasses("org.hakmem.internal." + name)
        .allMethods()
        .ignore();
  }

  /** Methods whose steps are taken as one. */
  private static ManagedStrategyGuarantee unseen(String owner, String... methods) {
    return ManagedStrategyGuaranteeKt.forClasses("org.hakmem.internal." + owner)
        .methods(methods)
        .ignore();
  }

  /** Runs each script {@code times} times on as many threads as it has. */
  Outcome stress(int times) {
    return run(script ->
        new StressOptions()
            .iterations(0)
            .addCustomScenario(script.on(scenario, "property"))
            .minimizeFailedScenario(false)
            .invocationsPerIteration(times)
            .verifier(SchedulesVerifier.class));
  }

  private Outcome run(Function<Script, Options<?, ?>> options) {
    long before = SchedulesVerifier.count();
    for (Script script : scripts) {
      try {
        options.apply(script).check(scenario);
      } catch (LincheckAssertionError e) {
        return Outcome.caught(
            SchedulesVerifier.count() - before + 1, UNIT, script + "\n" + shortened(e));
      }
    }
    return new Outcome(
        Verdict.HOLDS,
        SchedulesVerifier.count() - before,
        UNIT,
        String.join("; ", scripts.stream().map(Script::toString).toList()));
  }

  /** Without the second, longer form of the trace. */
  private static String shortened(LincheckAssertionError e) {
    String message = String.valueOf(e.getMessage());
    int details = message.indexOf(DETAILS);
    return (details < 0 ? message : message.substring(0, details)).strip();
  }
}
