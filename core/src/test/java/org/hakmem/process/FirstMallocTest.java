package org.hakmem.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.process.NativeAccessTest.Deployment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program's first malloc must not pay for. */
@Tag("slow")
class FirstMallocTest {

  /** Six lambdas and a regular expression took 14 ms of 104. */
  @ParameterizedTest
  @EnumSource
  void linksNoLambdaAndNoRegularExpression(Deployment deployment) throws Exception {
    ChildJvm.Result result =
        deployment.run(FirstMallocChild.class, "-Xlog:class+load", deployment.granted());

    List<String> loaded = result.out().lines().toList();
    assertThat(loaded).anyMatch(line -> line.contains("org.hakmem.internal.heap.Heap "));
    assertThat(loaded).noneMatch(line -> line.contains("org.hakmem.") && line.contains("Lambda"));
    int child = loaded.indexOf(first(loaded, FirstMallocChild.class.getName()));
    assertThat(loaded.subList(child, loaded.size()))
        .noneMatch(line -> line.contains("java.util.regex."));
  }

  private static String first(List<String> lines, String part) {
    return lines.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }
}
