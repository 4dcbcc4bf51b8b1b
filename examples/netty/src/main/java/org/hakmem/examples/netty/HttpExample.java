/*
 * An HTTP server and a client on loopback, whose buffers come from hakmem; beside it the same with
 * Netty's adaptive allocator. To run it, with a JDK 25 or newer:
 *
 *   mvn -pl examples/netty -am -DskipTests package
 *   java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
 *     -cp 'examples/netty/target/classes:examples/netty/target/lib/*' \
 *     org.hakmem.examples.netty.HttpExample [SECONDS [CONNECTIONS]]
 */
package org.hakmem.examples.netty;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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

  HttpExample(PrintStream out, long millis, int connections) {
    this.out = out;
    this.millis = millis;
    this.connections = connections;
  }

  /**
   * Runs the example.
   *
   * @param arguments seconds of load for each line, 10 if missing; connections, 16 if missing
   */
  public static void main(String[] arguments) throws InterruptedException {
    long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
    int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 16;
    new HttpExample(System.out, TimeUnit.SECONDS.toMillis(seconds), connections).run();
  }

  /** Prints a line for each transport and allocator, and what hakmem's held. */
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
      rate(transport, adaptive); // code gets compiled, for both
      rate(transport, ours);
      print(transport, "adaptive", rate(transport, adaptive));
      print(transport, "hakmem", rate(transport, ours));
      HakmemStats stats = hakmem.stats();
      out.printf(
          "  hakmem made %d slabs; %d blocks are live after shutdown%n",
          stats.refills().fresh(), stats.liveBlocks());
    }
  }

  private void print(Transport transport, String allocator, double rate) {
    out.printf(Locale.ROOT, "%s, %s: %,.0f requests a second%n", transport, allocator, rate);
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
}
