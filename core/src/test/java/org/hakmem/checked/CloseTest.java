package org.hakmem.checked;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the close of a checked allocator reports. */
class CloseTest {

  @RegisterExtension final Allocators allocators = new Allocators();

  private Hakmem hakmem;

  @BeforeEach
  void create() {
    hakmem = Callers.checked(allocators);
  }

  private void write(long address, int value) {
    Allocators.memory(hakmem, address, 1).set(JAVA_BYTE, 0, (byte) value);
  }

  @Test
  void leaksAreReportedByTheirStacks() {
    String name = hakmem.toString();
    long large = hakmem.malloc(10_000);
    for (int i = 0; i < 3; i++) {
      Callers.allocates(hakmem, 100);
    }
    hakmem.free(Callers.allocates(hakmem, 100));
    try (LoggedLines log = new LoggedLines()) {
      hakmem.close();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith(name + " is closed with 4 blocks of 10300 bytes live\n")
          .containsSubsequence(
              "1 block of 10000 bytes, allocated",
              "3 blocks of 300 bytes, allocated",
              "Callers.allocates");
    }
    assertThat(large).isNotZero();
    assertThatIllegalStateException().isThrownBy(() -> hakmem.malloc(1));
    assertThatIllegalStateException().isThrownBy(() -> hakmem.free(large));
    assertThatIllegalStateException().isThrownBy(() -> hakmem.describe(large));
  }

  @Test
  void nothingIsReportedWithoutLeaks() {
    hakmem.free(hakmem.malloc(100));
    try (LoggedLines log = new LoggedLines()) {
      hakmem.close();
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void lateWritesAndOverrunsAreFound() {
    long freed = hakmem.malloc(100);
    hakmem.free(freed);
    write(freed, 1);
    long live = hakmem.malloc(64);
    write(live + 64, 0);
    try (LoggedLines log = new LoggedLines()) {
      hakmem.close();
      assertThat(log.lines())
          .satisfiesExactly(
              line -> assertThat(line).contains("written after it was freed", "byte 0 holds 01"),
              line -> assertThat(line).contains("out of bounds, and never freed", "byte 64 holds"),
              line -> assertThat(line).contains("closed with 1 block of 64 bytes live"));
    }
  }
}
