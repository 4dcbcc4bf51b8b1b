package org.hakmem.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs after all of Arrow's own tests, in their JVM: were they there, and in hakmem's memory? */
@Tag("suite")
class SuiteTest {

  /**
   * Somewhat fewer than there are, so that one more that Arrow skips on some machine does no harm.
   */
  private static final long LEAST_TESTS = 1_200;

  private static final long LEAST_BUFFERS = 20_000;

  @Test
  void ranAllOfArrowsTests() {
    assertThat(SuiteListener.passed()).isGreaterThanOrEqualTo(LEAST_TESTS);
  }

  @Test
  void inTheMemoryOfHakmem() {
    assumeTrue(SuiteListener.HAKMEM.equals(System.getProperty(SuiteListener.MANAGER)));
    HakmemStats stats = Hakmem.shared().stats();
    assertThat(SuiteFactory.INSTANCE.buffers()).isGreaterThan(LEAST_BUFFERS);
    assertThat(stats.refills().fresh()).isPositive();
    assertThat(stats.protocol().lateDoubleFrees()).isZero();
  }

  @Test
  void andThatIsStillTheDefault() {
    assumeTrue(SuiteListener.HAKMEM.equals(System.getProperty(SuiteListener.MANAGER)));
    long before = SuiteFactory.INSTANCE.buffers();
    try (BufferAllocator allocator = new RootAllocator()) {
      allocator.buffer(1).close();
    }
    assertThat(SuiteFactory.INSTANCE.buffers()).isEqualTo(before + 1);
  }
}
