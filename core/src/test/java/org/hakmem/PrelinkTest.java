package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hakmem.process.ChildJvm;
import org.hakmem.process.FirstMallocChild;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PrelinkTest {

  /** To initialise one here could be to wait for a thread that waits for this one. */
  @Test
  void linksAllAndInitialisesNone() throws Exception {
    List<String> log = run(PrelinkChild.class);

    assertThat(log.stream().filter(line -> line.contains("End class verification for: ")))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .containsAll(names());
    assertThat(log).noneMatch(line -> line.contains("Initializing 'org/hakmem/internal/"));
  }

  @Test
  void aFirstMallocBeginsWithIt() throws Exception {
    assertThat(run(FirstMallocChild.class)).anyMatch(line -> line.contains("\"hakmem-link\""));
  }

  /** Else it would be linked for nothing. */
  @Test
  void aFirstMallocNeedsThemAll() throws Exception {
    List<String> log = run(FirstMallocChild.class);

    assertThat(log.stream().filter(line -> line.contains("Initializing '")))
        .map(line -> line.replaceAll(".*Initializing '([^']+)'.*", "$1").replace('/', '.'))
        .containsAll(names());
  }

  private static List<String> names() {
    return Stream.of(Preload.CLASSES, Prelink.CLASSES)
        .flatMap(Arrays::stream)
        .map(name -> Preload.INTERNAL + name)
        .toList();
  }

  private static List<String> run(Class<?> main) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "-Xlog:class+init,os+thread",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()),
                main.getName()));
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    return result.out().lines().toList();
  }
}
