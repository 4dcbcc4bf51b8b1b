package org.hakmem.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever within an operation the Java heap is exhausted, nothing has changed; see the child. */
@Tag("slow")
@Tag("native-only")
class HeapFaultsTest {

  @TempDir Path patches;

  @ParameterizedTest
  @ValueSource(strings = {"HARDENED", "CHECKED", "guarded"})
  void atEveryAllocation(String settings) throws Exception {
    new HeapFaultPatch(patches).all();
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "-Xmx256m",
                "-ea:org.hakmem...",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(
                    patches, ChildJvm.testClasses(), ChildJvm.mainClasses(), ChildJvm.junit()),
                HeapFaultChild.class.getName(),
                settings));
    assertThat(result.out().lines().filter(line -> line.startsWith("broken: ")))
        .as("%s", result)
        .isEmpty();
    assertThat(result.out()).containsPattern("points=\\d{4}");
    assertThat(result.exit()).isZero();
  }
}
