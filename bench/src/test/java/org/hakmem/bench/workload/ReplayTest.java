package org.hakmem.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.hakmem.bench.peers.Peer;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.peers.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading traces and replaying them. */
class ReplayTest {

  @TempDir private Path folder;

  @Test
  void scriptsHaveEachThreadsCallsAndWaits() throws IOException {
    Trace trace = TraceReader.read(Traces.file(folder, "crossing", Traces.CROSSING));

    assertThat(trace.events()).isEqualTo(14);
    assertThat(trace.largestBytes()).isEqualTo(5_000);
    Trace.Script first = trace.scripts().get(0);
    Trace.Script second = trace.scripts().get(1);
    assertThat(new String(first.call)).isEqualTo("mmrmfffm");
    assertThat(new String(second.call)).isEqualTo("fcmafr");
    // The second thread's first call frees what the first one's first call hands out.
    assertThat(second.awaitedThread[0]).isZero();
    assertThat(second.awaitedCalls[0]).isEqualTo(1);
    assertThat(first.handsOn).containsExactly(true, true, false, true, false, false, false, false);
    // The first thread's third call resizes what the second one's second call hands out.
    assertThat(first.awaitedThread[2]).isEqualTo(1);
    assertThat(first.awaitedCalls[2]).isEqualTo(2);
    assertThat(first.extra[2]).isEqualTo(64);
    assertThat(first.size[3]).as("size 0 is a block too").isEqualTo(1);
    assertThat(second.extra[3]).as("the alignment").isEqualTo(256);
    assertThat(second.extra[5]).as("the old size").isEqualTo(5_000);
  }

  @Test
  void aSlotIsUsedAgainByTheThreadThatEmptiedIt() throws IOException {
    Trace trace =
        TraceReader.read(
            Traces.file(
                folder,
                "reuse",
                """
                # hakmem-trace 1 program=reuse threads=2 events=6
                0 m 1 8
                1 f 1
                0 m 2 8
                1 m 3 8
                0 f 2
                0 m 4 8
                """));

    assertThat(trace.scripts().get(0).slot).containsExactly(0, 1, 1, 1);
    assertThat(trace.scripts().get(1).slot).containsExactly(0, 0);
    assertThat(trace.slots()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 x 1 8   | line 2 is malformed
          0 m 1     | line 2 is malformed
          0 m  8    | line 2 is malformed
          7 m 1 8   | line 2 is malformed
          0 m 1 8 1 | line 2 is malformed
          0 f 1     | takes block 1, which is not live
          0 m 9 8   | hands out block 9
          """)
  void whatIsNoTraceIsTold(String line, String complaint) throws IOException {
    Path file =
        Traces.file(
            folder, "bad", "# hakmem-trace 1 program=bad threads=1 events=1\n%s\n".formatted(line));

    assertThatThrownBy(() -> TraceReader.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("can't read the trace " + file)
        .hasMessageContaining(complaint);
  }

  @Test
  void anotherHeadIsTold() throws IOException {
    Path file = Traces.file(folder, "other", "# malloc-trace 2\n");

    assertThatThrownBy(() -> TraceReader.read(file))
        .hasMessageEndingWith("no head of the format hakmem-trace 1");
  }

  @Test
  @Timeout(60)
  void manyPassesOfManyCrossingsEnd() throws Exception {
    Trace trace = TraceReader.read(Traces.file(folder, "pingpong", pingPong(4, 20_000)));
    Peer peer = Peers.open(PeerName.HAKMEM);
    for (int pass = 0; pass < 5; pass++) {
      long nanos =
          new Replay(trace, peer, peer.slots(trace.slots(), 64, trace.largestBytes())).pass();
      assertThat(nanos).isPositive();
    }
  }

  @Test
  @Timeout(60)
  void anOverwrittenBlockIsFound() throws Exception {
    Trace trace = TraceReader.read(Traces.file(folder, "pingpong", pingPong(1, 1_000)));
    Peer peer = Peers.thatOverwrites(7);

    assertThatThrownBy(() -> new Replay(trace, peer, peer.slots(trace.slots(), 64, 64)).pass())
        .hasMessageContaining("was overwritten");
  }

  @Test
  @Timeout(60)
  void aThreadThatFailsEndsAll() throws Exception {
    Trace trace = TraceReader.read(Traces.file(folder, "pingpong", pingPong(4, 20_000)));
    Peer peer = Peers.thatFails(1_000);

    assertThatThrownBy(() -> new Replay(trace, peer, peer.slots(trace.slots(), 64, 64)).pass())
        .hasMessageContaining("a thread of the workload failed");
  }

  /** Each block is freed by the thread after the one that allocated it, some ten lines later. */
  private static String pingPong(int threads, int blocks) {
    StringBuilder lines = new StringBuilder();
    for (int block = 1; block <= blocks + 10; block++) {
      if (block <= blocks) {
        lines.append("%d m %d 64\n".formatted((block - 1) % threads, block));
      }
      if (block > 10) {
        lines.append("%d f %d\n".formatted((block - 10) % threads, block - 10));
      }
    }
    return "# hakmem-trace 1 program=pingpong threads=%d events=%d\n%s"
        .formatted(threads, 2 * blocks, lines);
  }
}
