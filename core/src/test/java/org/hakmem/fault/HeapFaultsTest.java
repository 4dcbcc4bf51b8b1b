package org.hakmem.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever within an operation the Java heap is exhausted, nothing has changed; see the child. */
@Tag("slow")
@Tag("native-only")
class HeapFaultsTest {

  /**
   * Not mended yet: where no allocation succeeds from then on, a block that goes past the magazines
   * of a heap without a {@code Batch} is lost, as that is made then. It belongs to the heap.
   */
  private static final Pattern OPEN =
      Pattern.compile(
          "broken: .*(FreshBlock\\.(zeroed|segment)|Engine\\.move|Growth\\.relocate):.*"
              + "from point \\d+: \\d+ blocks are live, not \\d+");

  @TempDir Path patches;

  @Test
  void atEveryAllocation() throws Exception {
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
                HeapFaultChild.class.getName()));
    assertThat(result.out().lines().filter(line -> line.startsWith("broken: ")))
        .as("%s", result)
        .allMatch(line -> OPEN.matcher(line).matches());
    assertThat(result.out()).containsPattern("points=\\d{4}");
    assertThat(result.exit()).isZero();
  }
}
