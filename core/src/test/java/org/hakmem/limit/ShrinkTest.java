package org.hakmem.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.Safety;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block gets smaller though there is no memory left to move it to. */
class ShrinkTest {

  private static final long MIB = 1 << 20;
  private static final long LIMIT = 64 * MIB;

  @RegisterExtension private final Allocators allocators = new Allocators();

  private static List<Long> fill(Hakmem hakmem) {
    List<Long> blocks = new ArrayList<>();
    for (long bytes = MIB; bytes >= 16; bytes /= 4) {
      try {
        while (true) {
          blocks.add(hakmem.malloc(bytes));
        }
      } catch (OutOfMemoryError e) { // as it should be
      }
    }
    return blocks;
  }

  @ParameterizedTest
  @CsvSource({
    "HARDENED, 41943040, 20971520",
    "HARDENED, 41943040, 100000",
    "HARDENED, 41943040, 16",
    "HARDENED, 10485760, 5242880",
    "HARDENED, 10485760, 100000",
    "HARDENED, 1048576, 102400",
    "HARDENED, 100000, 0",
    "FAST, 41943040, 20971520",
    "FAST, 1048576, 16",
    "CHECKED, 10485760, 5242880",
    "CHECKED, 1048576, 102400",
    "CHECKED, 100000, 16",
  })
  void atTheLimit(Safety safety, long before, long after) {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT).safety(safety));
    MemorySegment segment = hakmem.allocate(before);
    segment.fill((byte) 7);
    List<Long> others = fill(hakmem);
    MemorySegment shorter = hakmem.reallocate(segment, after);
    assertThat(shorter.byteSize()).isEqualTo(after);
    assertThat(
            shorter
                .elements(ValueLayout.JAVA_BYTE)
                .allMatch(b -> b.get(ValueLayout.JAVA_BYTE, 0) == 7))
        .isTrue();
    assertThat(hakmem.usableSize(shorter.address())).isGreaterThanOrEqualTo(after);
    hakmem.free(shorter);
    others.forEach(hakmem::free);
    assertThat(hakmem.stats().liveBlocks()).isZero();
  }

  @Test
  void guardedBlocksToo() {
    Hakmem hakmem =
        allocators.create(settings -> settings.maxBytes(MIB).guardSample(1).magazineCapacity(0));
    long block = hakmem.malloc(3_000);
    List<Long> others = fill(hakmem);
    long shorter = hakmem.realloc(block, 30);
    assertThat(hakmem.usableSize(shorter)).isGreaterThanOrEqualTo(30);
    hakmem.free(shorter);
    others.forEach(hakmem::free);
  }

  @Test
  @Tag("native-only") // portable memory can't be cut
  void whatIsCutOffIsThereForOthers() {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT));
    long large = hakmem.malloc(40 * MIB);
    List<Long> others = fill(hakmem);
    large = hakmem.realloc(large, 20 * MIB);
    long next = hakmem.malloc(15 * MIB);
    hakmem.free(next);
    hakmem.free(large);
    others.forEach(hakmem::free);
    hakmem.trim();
    assertThat(hakmem.stats().committedBytes()).isZero();
  }

  @Test
  @Tag("native-only")
  void aLongBlockGrowsInPlaceIntoWhatWasFreeButNotGivenBack() {
    Hakmem hakmem = allocators.create(settings -> settings.maxBytes(LIMIT));
    long large = hakmem.malloc(40 * MIB);
    long dirty = hakmem.malloc(20 * MIB);
    hakmem.free(dirty);
    large = hakmem.realloc(large, 50 * MIB);
    assertThat(hakmem.usableSize(large)).isEqualTo(50 * MIB);
    long block = large;
    assertThatThrownBy(() -> hakmem.realloc(block, 70 * MIB)).isInstanceOf(OutOfMemoryError.class);
    assertThat(hakmem.usableSize(large)).isEqualTo(50 * MIB);
    hakmem.free(large);
  }
}
