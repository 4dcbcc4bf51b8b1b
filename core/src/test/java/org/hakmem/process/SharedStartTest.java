package org.hakmem.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure to make an allocator is not for ever. */
@Tag("slow")
class SharedStartTest {

  private static ChildJvm.Result run(Class<?> main, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()),
            main.getName()));
    command.addAll(List.of(arguments));
    return ChildJvm.run(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "create"})
  void aFullHeapAtTheStart(String which) throws Exception {
    ChildJvm.Result result =
        run(
            FullHeapChild.class,
            List.of("-Xmx24m", "-XX:+UseSerialGC", "-Dorg.hakmem.reservationBytes=64m"),
            which);
    assertThat(result.out() + result.err()).startsWith("works, failures=");
    assertThat(result.out()).doesNotContain("failures=0");
    assertThat(result.exit()).isZero();
  }

  @Test
  void aBadPropertyIsNamedEachTime() throws Exception {
    ChildJvm.Result result = run(BadPropertyChild.class, List.of("-Dorg.hakmem.stripes=0"));
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .containsExactly(
            "org.hakmem.stripes=0: must be from 1 to 1024",
            "org.hakmem.stripes=0: must be from 1 to 1024",
            "works");
  }
}
