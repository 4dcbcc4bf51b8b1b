package org.hakmem.checked;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the stack ends a checked call throws and changes nothing, and no block is lost. */
@Tag("slow")
@Tag("native-only")
class ScarcityTest {

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void nothingIsLost(String segments) throws Exception {
    ChildJvm.Result child =
        ChildJvm.run(
            List.of(
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses(), ChildJvm.junit()),
                ScarcityChild.class.getName(),
                segments));
    assertThat(child.out().strip())
        .as(child.toString())
        .matches("ok: failures=[1-9]\\d+ completed=[1-9]\\d+");
  }
}
