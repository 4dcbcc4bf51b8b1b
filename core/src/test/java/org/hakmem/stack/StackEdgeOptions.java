package org.hakmem.stack;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The arguments of {@link StackEdge}, each {@code name=value}.
 *
 * @param rounds how often to go down
 * @param warm rounds of operations with room on the stack that come first
 * @param seed of the random choices
 * @param magazine the magazine capacity
 * @param virtual whether virtual threads go down
 * @param scavenger whether the scavenger runs beside
 * @param portable whether portable memory is used
 * @param strict whether an overflow within an operation counts as a fault, even if it broke nothing
 * @param only the one operation to call, or ""
 */
record StackEdgeOptions(
    int rounds,
    int warm,
    long seed,
    int magazine,
    boolean virtual,
    boolean scavenger,
    boolean portable,
    boolean strict,
    String only) {

  static StackEdgeOptions parse(String... args) {
    Map<String, String> given =
        Arrays.stream(args)
            .map(arg -> arg.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    Function<String, Integer> number = name -> Integer.valueOf(given.getOrDefault(name, "0"));
    return new StackEdgeOptions(
        number.apply("rounds"),
        number.apply("warm"),
        number.apply("seed"),
        number.apply("magazine"),
        Boolean.parseBoolean(given.get("virtual")),
        Boolean.parseBoolean(given.get("scavenger")),
        Boolean.parseBoolean(given.get("portable")),
        !"false".equals(given.get("strict")),
        given.getOrDefault("only", ""));
  }

  /** Whether all operations are called, not only one. */
  boolean mixed() {
    return only.isEmpty();
  }

  /** Whether the one operation needs a block. */
  boolean onBlocks() {
    return only.equals("free") || only.equals("realloc");
  }
}
