package org.hakmem.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which memory a process uses by its flags, and what is said of that: with portable memory forced
 * nothing at all, not even by the Java runtime.
 */
@Tag("slow")
class NativeAccessTest {

  private static final String FORCED = "-Dorg.hakmem.portableMemory=true";
  private static final String DENIED = "--illegal-native-access=deny";
  private static final String NOTE = "hakmem uses portable memory";

  /** How a program finds the allocator. */
  enum Deployment {
    CLASS_PATH("ALL-UNNAMED") {
      @Override
      List<String> flags() {
        return List.of("-cp", ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()));
      }
    },
    MODULE_PATH("org.hakmem") {
      @Override
      List<String> flags() {
        return List.of(
            "-p",
            ChildJvm.path(ChildJvm.mainClasses()),
            "--add-modules=org.hakmem",
            "-cp",
            ChildJvm.path(ChildJvm.testClasses()));
      }
    };

    private final String granted;

    Deployment(String granted) {
      this.granted = "--enable-native-access=" + granted;
    }

    abstract List<String> flags();

    /** The flag that grants native access. */
    String granted() {
      return granted;
    }

    /** The modules {@code others}, and with them the allocator's if it is one. */
    String modules(String others) {
      return this == MODULE_PATH ? others + ",org.hakmem" : others;
    }

    ChildJvm.Result run(String... more) throws Exception {
      return run(NativeAccessChild.class, more);
    }

    ChildJvm.Result run(Class<?> program, String... more) throws Exception {
      List<String> arguments = new ArrayList<>(List.of(more));
      arguments.addAll(flags());
      arguments.add(program.getName());
      return ChildJvm.run(arguments);
    }
  }

  private static void requireMemory(String memory, ChildJvm.Result result) {
    assertThat(result.out().strip()).as(result.err()).isEqualTo(memory);
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void portableMemoryThatIsForcedIsSilent(Deployment deployment) throws Exception {
    ChildJvm.Result result = deployment.run(FORCED);

    requireMemory("portable", result);
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void portableMemoryThatIsForcedIsSilentWhereNativeAccessIsDenied(Deployment deployment)
      throws Exception {
    ChildJvm.Result result = deployment.run(FORCED, DENIED);

    requireMemory("portable", result);
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whereNativeAccessIsDeniedPortableMemoryIsUsedAndSaidOnce(Deployment deployment)
      throws Exception {
    ChildJvm.Result result = deployment.run(DENIED);

    requireMemory("portable", result);
    assertThat(result.err()).containsOnlyOnce(NOTE).doesNotContain("WARNING");
  }

  @ParameterizedTest
  @EnumSource
  void withDefaultFlagsNativeMemoryIsUsed(Deployment deployment) throws Exception {
    ChildJvm.Result result = deployment.run();

    requireMemory("native", result);
    assertThat(Stream.of(result.err().split("\n")))
        .as("only the Java runtime warns")
        .allMatch(line -> line.isEmpty() || line.startsWith("WARNING: "));
  }

  @ParameterizedTest
  @EnumSource
  void whereNativeAccessIsGrantedNothingIsSaid(Deployment deployment) throws Exception {
    ChildJvm.Result result = deployment.run(deployment.granted);

    requireMemory("native", result);
    assertThat(result.err()).isEmpty();
  }
}
