package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.memory.FailingMemory;
import org.junit.jupiter.api.Test;

/**
 * A block that is moved is copied before it is free, so that nobody else writes to it meanwhile.
 */
class ReallocOrderTest {

  private final FailingMemory memory = new FailingMemory(256 << 20);

  @Test
  void aSmallBlockIsLiveUntilItIsCopied() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults(), memory)) {
      long block = hakmem.malloc(100);
      List<Long> sizes = new ArrayList<>();
      memory.beforeAccess =
          address -> {
            if (address == block) {
              sizes.add(hakmem.usableSize(block)); // refused if it is free
            }
          };
      long moved = hakmem.realloc(block, 5000);
      assertThat(sizes).containsExactly(112L);
      hakmem.free(moved);
    }
  }

  /** It is taken from its holder first, so that no free can unmap it under the copy. */
  @Test
  void theMemoryOfALargeBlockIsNobodyElsesUntilItIsCopied() {
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults(), memory)) {
      long block = hakmem.malloc(2 << 20);
      List<Long> others = new ArrayList<>();
      memory.beforeAccess =
          address -> {
            if (address == block) {
              others.add(hakmem.malloc(2 << 20));
            }
          };
      long moved = hakmem.realloc(block, 100);
      assertThat(others).hasSize(1).doesNotContain(block);
      hakmem.free(moved);
      others.forEach(hakmem::free);
    }
  }
}
