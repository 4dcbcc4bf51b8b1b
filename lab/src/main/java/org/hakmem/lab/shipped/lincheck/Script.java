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
 * @param before what the first thread does before the others begin
 * @param threads the operations of each thread in their order
 */
record Script(List<String> before, List<List<String>> threads) {

  private static final int MOST_OPERATIONS = 3;

  private static final String THEN = ";";

  /** As {@code "aGiveUp aTake | bFree | cFree"}, or {@code "bUse ; bUse | cExamine"}. */
  static Script of(String text) {
    int then = text.indexOf(THEN);
    List<List<String>> threads = new ArrayList<>();
    for (String thread : text.substring(then + 1).split("\\|", -1)) {
      threads.add(names(thread));
    }
    return new Script(then < 0 ? List.of() : names(text.substring(0, then)), threads);
  }

  private static List<String> names(String text) {
    return List.of(text.strip().split("\\s+", -1));
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
    return new Script(List.of(), threads);
  }

  /** For Lincheck. */
  ExecutionScenario on(Class<? extends ShippedScenario> scenario) {
    List<List<Actor>> actors = new ArrayList<>();
    for (List<String> thread : threads) {
      actors.add(actors(scenario, thread));
    }
    return new ExecutionScenario(
        actors(scenario, before), actors, List.of(), actor(scenario, "property"));
  }

  private static List<Actor> actors(Class<? extends ShippedScenario> scenario, List<String> names) {
    return names.stream().map(name -> actor(scenario, name)).toList();
  }

  @Override
  public String toString() {
    String all = String.join(" | ", threads.stream().map(each -> String.join(" ", each)).toList());
    return before.isEmpty() ? all : String.join(" ", before) + " " + THEN + " " + all;
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
