// Serves the meters of an allocator for Prometheus. Build once, then run and look:
//
//   mvn -q -pl examples/metrics -am -DskipTests package dependency:copy-dependencies \
//     -DincludeScope=runtime
//   java --enable-native-access=ALL-UNNAMED \
//     -cp 'examples/metrics/target/*:examples/metrics/target/dependency/*' \
//     org.hakmem.examples.metrics.MetricsServer 9464
//   curl http://localhost:9464/metrics
package org.hakmem.examples.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.hakmem.Hakmem;
import org.hakmem.micrometer.HakmemMetrics;

/** A web page with the meters of an allocator. */
public final class MetricsServer implements AutoCloseable {

  private static final int MOST_BLOCKS = 10_000;
  private static final int MOST_BYTES = 10_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpServer server;

  /** Serves the meters of {@code hakmem} at {@code /metrics} of a port, or of any if that is 0. */
  public MetricsServer(Hakmem hakmem, int port) throws IOException {
    new HakmemMetrics(hakmem, Tags.of("allocator", "example")).bindTo(registry);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/metrics", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] page = registry.scrape().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  /** The port that it listens to. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    registry.close();
  }

  /** Serves at the port given, 9464 if none is, and meanwhile allocates and frees. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 9464;
    try (MetricsServer server = new MetricsServer(Hakmem.shared(), port)) {
      System.out.println("http://localhost:" + server.port() + "/metrics");
      work(Hakmem.shared());
    }
  }

  /** Holds some thousand blocks of all sizes, until it is interrupted. */
  private static void work(Hakmem hakmem) throws InterruptedException {
    RandomGenerator random = RandomGenerator.getDefault();
    Deque<MemorySegment> blocks = new ArrayDeque<>();
    while (true) {
      int count = random.nextInt(MOST_BLOCKS);
      while (blocks.size() < count) {
        blocks.add(hakmem.allocate(random.nextInt(MOST_BYTES), 16).fill((byte) 1));
      }
      while (blocks.size() > count) {
        hakmem.free(blocks.remove());
      }
      Thread.sleep(100); // so that there is time to look
    }
  }
}
