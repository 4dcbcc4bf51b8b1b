package org.hakmem.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.Test;

/** Fetches the page as Prometheus does. */
class MetricsServerTest {

  @Test
  void thePageHasTheMetersOfTheAllocator() throws Exception {
    try (Hakmem hakmem =
            Hakmem.create(
                HakmemConfig.builder().reservationBytes(1L << 30).scavenger(false).build());
        MetricsServer server = new MetricsServer(hakmem, 0);
        HttpClient client = HttpClient.newHttpClient()) {
      hakmem.malloc(100); // 112 usable bytes, from a new slab of a page

      HttpResponse<String> page =
          client.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body().lines())
          .contains(
              "# TYPE hakmem_memory_used_bytes gauge",
              "hakmem_memory_used_bytes{allocator=\"example\",state=\"live\"} 112.0",
              "hakmem_memory_committed_bytes{allocator=\"example\"} 65536.0",
              "# TYPE hakmem_refills_total counter",
              "hakmem_refills_total{allocator=\"example\",source=\"fresh\"} 1.0",
              "hakmem_blocks_live{allocator=\"example\"} 1.0");
    }
  }
}
