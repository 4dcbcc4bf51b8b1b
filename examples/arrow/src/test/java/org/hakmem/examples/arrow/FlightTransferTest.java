package org.hakmem.examples.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.RootAllocator;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.arrow.HakmemAllocationManager;
import org.junit.jupiter.api.Test;

class FlightTransferTest {

  private static final int MEBIBYTES = 32;
  private static final int ROWS = MEBIBYTES << 16;

  @Test
  void allRowsComeThroughHakmemsMemory() throws Exception {
    // What was committed stays so, and tells how much was in use at a time.
    HakmemConfig keeping =
        HakmemConfig.builder().purgeDelayMillis(86_400_000).scavenger(false).build();
    try (Hakmem own = Hakmem.create(keeping)) {
      Transfer.Result result = Transfer.run(listener -> open(own, listener), MEBIBYTES);
      assertThat(result.rows()).isEqualTo(ROWS);
      assertThat(result.managers()).containsExactly("HakmemAllocationManager");
      assertThat(result.buffers()).isGreaterThan(2 * MEBIBYTES);
      assertThat(own.stats().committedBytes()).isGreaterThan(2 << 20);
      assertThat(own.stats().liveBlocks()).isZero();
    }
  }

  private static RootAllocator open(Hakmem own, AllocationListener listener) {
    return new RootAllocator(
        RootAllocator.configBuilder()
            .allocationManagerFactory(HakmemAllocationManager.factory(own))
            .listener(listener)
            .build());
  }

  @Test
  void printsWhatItDid() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
      FlightTransfer.run(4, 2, out);
    }
    List<String> lines = bytes.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(1 + 3 * 2 + 2 + 1);
    assertThat(lines.getFirst()).isEqualTo("4 MiB over loopback, 2 rounds");
    assertThat(lines).filteredOn(line -> line.contains("HakmemAllocationManager")).hasSize(3);
    assertThat(lines).filteredOn(line -> line.contains("NettyAllocationManager")).hasSize(3);
    assertThat(lines.getLast()).isEqualTo("hakmem has 0 live blocks");
  }
}
