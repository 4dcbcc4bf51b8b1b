package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemConfigBuilder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test's own {@link Hakmem}, in which nothing may be live after the test. */
final class OwnHakmem implements BeforeEachCallback, AfterEachCallback {

  private final UnaryOperator<HakmemConfigBuilder> settings;
  private Hakmem hakmem;

  /** One with the default settings. */
  OwnHakmem() {
    this(settings -> settings);
  }

  /** One with some settings changed. */
  OwnHakmem(UnaryOperator<HakmemConfigBuilder> settings) {
    this.settings = settings;
  }

  HakmemByteBufAllocator allocator() {
    return new HakmemByteBufAllocator(hakmem, true);
  }

  Hakmem hakmem() {
    return hakmem;
  }

  long liveBlocks() {
    return hakmem.stats().liveBlocks();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    hakmem = Hakmem.create(settings.apply(HakmemConfig.builder()).build());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      hakmem.trim(); // finds what was freed twice
      assertThat(liveBlocks()).as("live blocks after the test").isZero();
      assertThat(hakmem.stats().protocol().lateDoubleFrees()).as("late double frees").isZero();
    } finally {
      hakmem.close();
    }
  }
}
