/*
 * An HTTP server and a client on loopback, whose buffers come from hakmem; beside it the same with
 * Netty's adaptive allocator. To run it, with a JDK 25 or newer:
 *
 *   mvn -pl examples/netty -am -DskipTests package
 *   java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
 *     -cp 'examples/netty/target/classes:examples/netty/target/lib/*' \
 *     org.hakmem.examples.netty.HttpExample [SECONDS [CONNECTIONS [ROUNDS [ALLOCATOR]]]]
 */
package org.hakmem.examples.netty;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.hakmem.netty.HakmemByteBufAllocator;

/** Loads an {@link EchoServer} on each transport, with each allocator. */
public final class HttpExample {

  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintStream out;
  private final long millis;
  private final int connections;
  private final int rounds;
  private final Predicate<String> allocators;

  HttpExample(
      PrintStream out, long millis, int connections, int rounds, Predicate<String> allocators) {
    this.out = out;
    this.millis = millis;
    this.connections = connections;
    this.rounds = rounds;
    this.allocators = allocators;
  }

  /**
   * Runs the example.
   *
   * @param arguments seconds of load in each round, 5 if missing; connections, 16 if missing;
   *     rounds, 3 if missing
   */
  public static void main(String[] arguments) throws InterruptedException {
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
    int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    Predicate<String> allocators = arguments.length > 3 ? only(arguments[3]) : _ -> true;
    long millis = TimeUnit.SECONDS.toMillis(seconds);
    new HttpExample(System.out, millis, connections, rounds, allocators).run();
  }

  private static Predicate<String> only(String allocator) {
    if (!allocator.equals("hakmem") && !allocator.equals("adaptive")) {
      throw new IllegalArgumentException(allocator + ": neither hakmem nor adaptive");
    }
    return allocator::equals;
  }

  /**
   * Prints a line for each transport and allocator, the median of its rounds and the least and the
   * most, and what hakmem's held. In each round both are measured, in turn each first.
   */
  void run() throws InterruptedException {
    for (Transport transport : Transport.values()) {
      if (transport.isAvailable()) {
        run(transport);
      } else {
        out.printf("%s: not on this machine%n", transport);
      }
    }
  }

  private void run(Transport transport) throws InterruptedException {
    ByteBufAllocator adaptive = new AdaptiveByteBufAllocator(true);
    // Most programs use HakmemByteBufAllocator.DEFAULT. This one wants figures of its own.
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      HakmemByteBufAllocator ours = new HakmemByteBufAllocator(hakmem, true);
      List<Measured> all =
          Stream.of(new Measured("adaptive", adaptive), new Measured("hakmem", ours))
              .filter(one -> allocators.test(one.name))
              .toList();
      for (int round = 0; round <= rounds; round++) {
        for (Measured one : round % 2 == 0 ? all : all.reversed()) {
          double rate = rate(transport, one.allocator);
          if (round > 0) { // before that, code gets compiled, for both
            one.rates.add(rate);
          }
        }
      }
      all.forEach(one -> print(transport, one));
      HakmemStats stats = hakmem.stats();
      out.printf(
          "  hakmem made %d slabs; %d blocks are live after shutdown%n",
          stats.refills().fresh(), stats.liveBlocks());
    }
  }

  private void print(Transport transport, Measured one) {
    double[] rates = one.rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    out.printf(
        Locale.ROOT,
        "%s, %s: %,.0f requests a second (%,.0f to %,.0f)%n",
        transport,
        one.name,
        (rates[(rates.length - 1) / 2] + rates[rates.length / 2]) / 2,
        rates[0],
        rates[rates.length - 1]);
  }

  private double rate(Transport transport, ByteBufAllocator allocator) throws InterruptedException {
    try (EchoServer server = new EchoServer(transport, allocator, 1);
        LoadClient client =
            new LoadClient(transport, allocator, 1, server.address(), connections)) {
      long start = System.nanoTime();
      Thread.sleep(millis);
      return client.answers() * NANOS_PER_SECOND / (System.nanoTime() - start);
    }
  }

  /**
   * An allocator, and the rates of its rounds.
   *
   * @param rates requests a second
   */
  private record Measured(String name, ByteBufAllocator allocator, List<Double> rates) {

    Measured(String name, ByteBufAllocator allocator) {
      this(name, allocator, new ArrayList<>());
    }
  }
}
