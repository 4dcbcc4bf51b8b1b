package org.hakmem.bench.jmh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hakmem.bench.peers.PeerName;

/**
 * What the speed table was asked to do.
 *
 * @param rounds how often each peer is measured
 * @param seconds how long each time
 * @param warmupSeconds how long it runs before that
 * @param peers the table's columns; the floor is always measured where it is subtracted
 * @param workloads the table's rows
 * @param json the file to write as well
 */
record SpeedOptions(
    int rounds,
    double seconds,
    double warmupSeconds,
    List<PeerName> peers,
    List<Workload> workloads,
    Optional<Path> json) {

  static final String USAGE =
      """
      usage: speed [--rounds N] [--seconds S] [--warmup S] [--peers LIST] [--workloads LIST] \
      [--json FILE]
        --rounds N        measure each peer N times, in turn with the others (5)
        --seconds S       measure for S seconds each time (2)
        --warmup S        run for S seconds before that (2)
        --peers LIST      of hakmem,mimalloc,tcmalloc,glibc,jemalloc,floor (all)
        --workloads LIST  of pair,replace,larson2,producer-consumer (all)
        --json FILE       also write every single measurement there\
      """;

  SpeedOptions {
    peers = List.copyOf(peers);
    workloads = List.copyOf(workloads);
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static SpeedOptions parse(String... args) {
    int rounds = 5;
    double seconds = 2;
    double warmup = 2;
    List<PeerName> peers = List.of(PeerName.values());
    List<Workload> workloads = List.of(Workload.values());
    Optional<Path> json = Optional.empty();
    for (int i = 0; i < args.length; i += 2) {
      String option = args[i];
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("no value after '%s'".formatted(option));
      }
      String value = args[i + 1];
      switch (option) {
        case "--rounds" -> rounds = (int) number(option, value, 1, 1_000);
        case "--seconds" -> seconds = number(option, value, 0.01, 3_600);
        case "--warmup" -> warmup = number(option, value, 0, 3_600);
        case "--peers" -> peers = list(value, PeerName::of);
        case "--workloads" -> workloads = list(value, Workload::of);
        case "--json" -> json = Optional.of(Path.of(value));
        default -> throw new IllegalArgumentException("no option '%s'".formatted(option));
      }
    }
    return new SpeedOptions(rounds, seconds, warmup, withFloor(peers), workloads, json);
  }

  private static List<PeerName> withFloor(List<PeerName> peers) {
    List<PeerName> all = new ArrayList<>(peers);
    if (!all.contains(PeerName.FLOOR)) {
      all.add(PeerName.FLOOR);
    }
    return all;
  }

  private static <T> List<T> list(String value, Function<String, T> parser) {
    return Arrays.stream(value.split(",", -1)).map(parser).distinct().toList();
  }

  private static double number(String option, String value, double min, double max) {
    try {
      double number = Double.parseDouble(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s takes a number from %s to %s, not '%s'".formatted(option, min, max, value));
  }
}
