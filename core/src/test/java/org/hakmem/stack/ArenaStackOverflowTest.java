package org.hakmem.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A {@link StackOverflowError} in the midst of an arena's life loses no memory. */
@Tag("slow")
class ArenaStackOverflowTest {

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation"})
  void losesNothing(String mode) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                mode,
                "-Xmx512m",
                "-ea:org.hakmem...",
                "-XX:MaxJavaStackTraceDepth=80",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses(), ChildJvm.junit()),
                ArenaStackEdge.class.getName()));

    assertThat(result.out() + result.err()).startsWith("ok: overflows=");
    assertThat(result.out()).doesNotContain("overflows=0 ");
  }
}
