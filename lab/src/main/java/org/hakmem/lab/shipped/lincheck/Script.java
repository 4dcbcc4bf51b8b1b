package org.hakmem.lab.shipped.lincheck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Who does what: names of operations, thread by thread.
 *
 * @param threads the operations of each thread in their order
 */
record Script(List<List<String>> threads) {

  private static final int MOST_OPERATIONS = 3;

  /** As {@code "aGiveUp aTake | bFree | cFree"}. */
  static Script of(String text) {
    List<List<String>> threads = new ArrayList<>();
    for (String thread : text.split("\\|", -1)) {
      threads.add(List.of(thread.strip().split("\\s+", -1)));
    }
    return new Script(List.copyOf(threads));
  }

  /**
   * Up to three of a scenario's operations for each thread. What frees a block, which a program
   * does once, is in it at most once.
   */
  static Script random(Class<? extends ShippedScenario> scenario, RandomGenerator random) {
    Set<String> frees = new HashSet<>();
    List<List<String>> threads = new ArrayList<>();
    for (char letter : ShippedScenario.THREADS.toCharArray()) {
      List<String> names = operations(scenario, letter);
      List<String> thread = new ArrayList<>();
      for (int i = random.nextInt(1, MOST_OPERATIONS + 1); i > 0; i--) {
        String name = names.get(random.nextInt(names.size()));
        if (!name.contains("Free") || frees.add(name)) {
          thread.add(name);
        }
      }
      if (!thread.isEmpty()) {
        threads.add(thread);
      }
    }
    return new Script(threads);
  }

  /** For Lincheck. */
  ExecutionScenario on(Class<? extends ShippedScenario> scenario) {
    List<List<Actor>> actors = new ArrayList<>();
    for (List<String> thread : threads) {
      actors.add(thread.stream().map(name -> actor(scenario, name)).toList());
    }
    return new ExecutionScenario(List.of(), actors, List.of(), actor(scenario, "property"));
  }

  @Override
  public String toString() {
    return String.join(" | ", threads.stream().map(thread -> String.join(" ", thread)).toList());
  }

  private static Actor actor(Class<? extends ShippedScenario> scenario, String name) {
    try {
      return new Actor(scenario.getMethod(name), List.of());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(scenario.getName() + " has no operation " + name, e);
    }
  }

  private static List<String> operations(Class<? extends ShippedScenario> scenario, char letter) {
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
