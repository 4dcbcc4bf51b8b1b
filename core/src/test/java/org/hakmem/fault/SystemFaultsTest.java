package org.hakmem.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.hakmem.Allocators;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whichever call of the system an operation makes is refused, the first, the second and so on:
 * nothing has changed, or it found another way, and the allocator works on.
 */
@Tag("native-only")
class SystemFaultsTest {

  static List<Operation> operations() {
    return Operations.all().stream().filter(operation -> !operation.repeats()).toList();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachCallIsRefusedOnce(Operation operation) {
    try (Subject subject = new Subject(UnaryOperator.identity())) {
      boolean refused = true;
      for (int nth = 1; refused; nth++) {
        operation.prepare(subject);
        subject.memory.failCall(nth);
        try {
          operation.run(subject);
        } catch (OutOfMemoryError e) {
          assertThat(e).hasMessageContaining("the operating system refuses more");
        }
        refused = subject.memory.calls() >= nth;
        subject.memory.failCall(0);
        String fault = subject.fault();
        assertThat(fault).as("call %s of %s", nth, operation.name()).isNull();
      }
      Allocators.requireNothingLeft(subject.hakmem);
    }
  }
}
