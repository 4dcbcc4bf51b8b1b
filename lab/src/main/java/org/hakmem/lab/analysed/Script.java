package org.hakmem.lab.analysed;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Who does what: the operations of each thread in their order, of which Lincheck tries the
 * interleavings.
 *
 * @param threads names of operations, thread by thread
 */
record Script(List<List<String>> threads) {

  private static final int MAX_OPERATIONS = 4;

  /** As {@code "aMalloc aFree | bSticky"}. */
  static Script of(String text) {
    List<List<String>> threads = new ArrayList<>();
    for (String thread : text.split("\\|", -1)) {
      threads.add(List.of(thread.strip().split("\\s+", -1)));
    }
    return new Script(List.copyOf(threads));
  }

  /** One with some of the scenario's operations, at least two threads, and up to four of each. */
  static Script random(Class<? extends Scenario> scenario, RandomGenerator random) {
    List<List<String>> threads = new ArrayList<>();
    for (char letter : Scenario.THREADS.toCharArray()) {
      List<String> names = operations(scenario, letter);
      if (!names.isEmpty()) {
        List<String> thread = new ArrayList<>();
        for (int i = random.nextInt(1, MAX_OPERATIONS + 1); i > 0; i--) {
          thread.add(names.get(random.nextInt(names.size())));
        }
        threads.add(thread);
      }
    }
    return new Script(threads);
  }

  /** For Lincheck. */
  ExecutionScenario on(Class<? extends Scenario> scenario) {
    List<List<Actor>> actors = new ArrayList<>();
    for (List<String> thread : threads) {
      actors.add(thread.stream().map(name -> actor(scenario, name)).toList());
    }
    return new ExecutionScenario(List.of(), actors, List.of(), actor(scenario, "conservation"));
  }

  @Override
  public String toString() {
    return String.join(" | ", threads.stream().map(thread -> String.join(" ", thread)).toList());
  }

  private static Actor actor(Class<? extends Scenario> scenario, String name) {
    try {
      return new Actor(scenario.getMethod(name), List.of());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(scenario.getName() + " has no operation " + name, e);
    }
  }

  private static List<String> operations(Class<? extends Scenario> scenario, char letter) {
    List<String> names = new ArrayList<>();
    for (Method method : scenario.getMethods()) {
      if (method.isAnnotationPresent(Operation.class) && method.getName().charAt(0) == letter) {
        names.add(method.getName());
      }
    }
    names.sort(null); // getMethods has no order
    return names;
  }
}
