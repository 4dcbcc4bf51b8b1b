package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Heaps are taken from threads in the middle of their work, in every way of running Java code: the
 * argument for its soundness is about safepoints, and those are elsewhere in each.
 */
@Tag("slow")
@Tag("native-only")
class IdleHeapStressTest {

  @ParameterizedTest
  @CsvSource({
    "-Xint, 200000, platform",
    "-XX:TieredStopAtLevel=1, 2000000, platform",
    "-XX:+TieredCompilation, 2000000, platform",
    "-Xint, 200000, virtual",
    "-XX:TieredStopAtLevel=1, 2000000, virtual",
    "-XX:+TieredCompilation, 2000000, virtual"
  })
  void threadsKeepTheirBlocks(String mode, int rounds, String threads)
      throws IOException, InterruptedException {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                mode,
                "-ea",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.mainClasses(), ChildJvm.testClasses()),
                IdleHeapStress.class.getName(),
                Integer.toString(rounds),
                "3",
                threads));

    assertThat(result.out()).startsWith("sound");
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
  }
}
