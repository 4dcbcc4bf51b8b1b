package org.hakmem.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.hakmem.process.NativeAccessTest.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The allocator on a Java runtime that has nothing but the base module. */
@Tag("slow")
class BaseModuleTest {

  @ParameterizedTest
  @EnumSource
  void allWorksWithoutFlightRecorderAndManagement(Deployment deployment) throws Exception {
    ChildJvm.Result result =
        deployment.run(
            NativeAccessChild.class,
            "--limit-modules=" + deployment.modules("java.base"),
            deployment.granted());

    assertThat(result.err()).isEmpty();
    assertThat(result.out().strip()).isEqualTo("native");
    assertThat(result.exit()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anMXBeanSaysWhatItNeeds(Deployment deployment) throws Exception {
    ChildJvm.Result result =
        deployment.run(
            MXBeanChild.class,
            "--limit-modules=" + deployment.modules("java.base"),
            deployment.granted());

    assertThat(result.out().strip())
        .isEqualTo(
            "an MXBean needs the module java.management, which this Java runtime was started without");
  }

  @ParameterizedTest
  @EnumSource
  void anMXBeanIsRegisteredWhereThereIsManagement(Deployment deployment) throws Exception {
    ChildJvm.Result result =
        deployment.run(
            MXBeanChild.class,
            "--limit-modules=" + deployment.modules("java.base,java.management"),
            "--add-modules=java.management",
            deployment.granted());

    assertThat(result.out().strip()).isEqualTo("org.hakmem:type=Hakmem,name=child");
  }
}
