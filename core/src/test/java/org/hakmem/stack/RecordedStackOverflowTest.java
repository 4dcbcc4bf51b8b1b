package org.hakmem.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordingFile;
import org.hakmem.process.ChildJvm;
import org.hakmem.stack.StackOverflowTest.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * As {@link StackOverflowTest}, with a flight recording of all events: where the stack ends an
 * event may be missing, but neither the allocator's state nor the recording is broken.
 */
@Tag("slow")
class RecordedStackOverflowTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "INTERPRETED, 4, false",
    "INTERPRETED, 0, false",
    "C1, 4, false",
    "C2, 4, false",
    "C2, 0, false",
    "TIERED, 4, false",
    "TIERED, 256, true"
  })
  void invariantsHoldAndTheRecordingIsWhole(Mode mode, int magazine, boolean virtual)
      throws Exception {
    Path recording = folder.resolve("recording.jfr");
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                mode.flag(),
                "-Xss256k",
                "-Xmx512m",
                "-ea:org.hakmem...",
                "-XX:MaxJavaStackTraceDepth=80",
                "-XX:StartFlightRecording:settings=../docs/hakmem.jfc,filename=" + recording,
                "-Xlog:jfr+startup=error",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses(), ChildJvm.junit()),
                StackEdge.class.getName(),
                "rounds=8",
                "warm=40",
                "magazine=" + magazine,
                "virtual=" + virtual,
                "seed=" + (magazine + 7)));

    assertThat(result.out() + result.err()).startsWith("ok: ");
    assertThat(namesIn(recording))
        .contains(
            "org.hakmem.Refill",
            "org.hakmem.Drain",
            "org.hakmem.Commit",
            "org.hakmem.Purge",
            "org.hakmem.AllocationSample");
  }

  /** Reads all of a recording; a broken one can't be. */
  private static Set<String> namesIn(Path recording) throws IOException {
    Set<String> names = new TreeSet<>();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        names.add(file.readEvent().getEventType().getName());
      }
    }
    return names;
  }
}
