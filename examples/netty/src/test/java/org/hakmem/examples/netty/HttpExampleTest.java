package org.hakmem.examples.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.netty.HakmemByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example, small. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD) // else a fault would be a test without an end
class HttpExampleTest {

  @Test
  void theExamplePrintsRatesAndLeavesNothing() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      new HttpExample(out, 300, 4, 2, _ -> true).run();
    }
    String rates =
        "%1$s, (adaptive|hakmem): #n requests a second \\(#n to #n\\)\n"
            .replace("#n", "[1-9][0-9,]*");
    String after = "  hakmem made [1-9][0-9]* slabs; 0 blocks are live after shutdown\n";
    String lines = rates + rates + after;
    String epoll = Epoll.isAvailable() ? lines.formatted("EPOLL") : "EPOLL: not on this machine\n";
    assertThat(bytes.toString(StandardCharsets.UTF_8)).matches(lines.formatted("NIO") + epoll);
  }

  @ParameterizedTest
  @EnumSource
  void hakmemServesTheBuffersAndAllAnswersAreRight(Transport transport) {
    if (!transport.isAvailable()) {
      return;
    }
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      HakmemByteBufAllocator allocator = new HakmemByteBufAllocator(hakmem, true);
      try (EchoServer server = new EchoServer(transport, allocator, 1);
          LoadClient client = new LoadClient(transport, allocator, 1, server.address(), 3)) {
        while (client.answers() < 2_000) {
          Thread.onSpinWait();
        }
        assertThat(hakmem.stats().refills().fresh()).isPositive();
      }
      assertThat(hakmem.stats().liveBlocks()).isZero();
    }
  }

  @Test
  void aServerThatEndsIsNoticed() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      HakmemByteBufAllocator allocator = new HakmemByteBufAllocator(hakmem, true);
      EchoServer server = new EchoServer(Transport.NIO, allocator, 1);
      LoadClient client = new LoadClient(Transport.NIO, allocator, 1, server.address(), 2);
      server.close();
      // An answer the server has sent may be unread: read during close(), it is a good end.
      while (client.isConnected()) {
        Thread.onSpinWait();
      }
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(client::close);
      assertThat(hakmem.stats().liveBlocks()).isZero();
    }
  }
}
