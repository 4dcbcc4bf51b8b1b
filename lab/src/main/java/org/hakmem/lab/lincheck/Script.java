package org.hakmem.lab.lincheck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Who does what: names of operations, thread by thread, of which Lincheck tries the interleavings.
 * The operations are a scenario's methods, and the first letter of a name is its thread's.
 *
 * @param before what the first thread does before the others begin
 * @param threads the operations of each thread in their order
 */
public record Script(List<String> before, List<List<String>> threads) {

  /** The letters that operations begin with, one for each thread. */
  public static final String THREADS = "abc";

  private static final String THEN = ";";

  /** As {@code "aGiveUp aTake | bFree | cFree"}, or {@code "bUse ; bUse | cExamine"}. */
  public static Script of(String text) {
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
   * One with some of a scenario's operations.
   *
   * @param most how many a thread has at most; from one on, if it has any
   * @param once of which operations it has each at most once
   */
  public static Script random(
      Class<?> scenario, int most, Predicate<String> once, RandomGenerator random) {
    Set<String> done = new HashSet<>();
    List<List<String>> threads = new ArrayList<>();
    for (int letter = 0; letter < THREADS.length(); letter++) {
      List<String> names = operations(scenario, THREADS.charAt(letter));
      List<String> thread = new ArrayList<>();
      for (int i = names.isEmpty() ? 0 : random.nextInt(1, most + 1); i > 0; i--) {
        String name = names.get(random.nextInt(names.size()));
        if (!once.test(name) || done.add(name)) {
          thread.add(name);
        }
      }
      if (!thread.isEmpty()) {
        threads.add(thread);
      }
    }
    return new Script(List.of(), threads);
  }

  /**
   * For Lincheck.
   *
   * @param property the name of the scenario's method that checks what has to hold at the end
   */
  public ExecutionScenario on(Class<?> scenario, String property) {
    List<List<Actor>> actors = new ArrayList<>();
    for (List<String> thread : threads) {
      actors.add(actors(scenario, thread));
    }
    return new ExecutionScenario(
        actors(scenario, before), actors, List.of(), actor(scenario, property));
  }

  private static List<Actor> actors(Class<?> scenario, List<String> names) {
    return names.stream().map(name -> actor(scenario, name)).toList();
  }

  @Override
  public String toString() {
    String all = String.join(" | ", threads.stream().map(each -> String.join(" ", each)).toList());
    return before.isEmpty() ? all : String.join(" ", before) + " " + THEN + " " + all;
  }

  private static Actor actor(Class<?> scenario, String name) {
    try {
      return new Actor(scenario.getMethod(name), List.of());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(scenario.getName() + " has no operation " + name, e);
    }
  }

  private static List<String> operations(Class<?> scenario, char letter) {
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
