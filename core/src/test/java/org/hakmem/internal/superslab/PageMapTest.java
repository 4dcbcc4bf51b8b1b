package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.memory.Geometry.PAGE_BYTES;
import static org.hakmem.internal.memory.Geometry.SUPERSLAB_BYTES;

import org.junit.jupiter.api.Test;

class PageMapTest {

  private static final long BASE = 5L * SUPERSLAB_BYTES;

  private final PageMap map = PageMap.of(BASE, SUPERSLAB_BYTES);

  @Test
  void allBytesOfARunsPagesHaveItsClassAndNoOthers() {
    map.set(LargeBlock.run(BASE + PAGE_BYTES, 2, true), 103);
    assertThat(map.classAt(BASE + PAGE_BYTES - 16)).isEqualTo(PageMap.NONE);
    assertThat(map.classAt(BASE + PAGE_BYTES)).isEqualTo(103);
    assertThat(map.classAt(BASE + 3L * PAGE_BYTES - 16)).isEqualTo(103);
    assertThat(map.classAt(BASE + 3L * PAGE_BYTES)).isEqualTo(PageMap.NONE);
    map.set(LargeBlock.run(BASE + PAGE_BYTES, 2, true), PageMap.NONE);
    assertThat(map.classAt(BASE + 2L * PAGE_BYTES)).isEqualTo(PageMap.NONE);
  }

  @Test
  void noBlockIsWhereNoneCanStart() {
    map.set(LargeBlock.run(BASE, 1, true), 5);
    for (int offset = 0; offset < 64; offset++) {
      assertThat(map.classAt(BASE + offset)).isEqualTo(offset % 16 == 0 ? 5 : PageMap.NONE);
    }
  }

  @Test
  void nothingIsOutsideOfTheWindow() {
    map.set(LargeBlock.run(BASE, SUPERSLAB_BYTES / PAGE_BYTES, true), 0);
    for (long address :
        new long[] {
          0,
          1,
          -1,
          BASE - 1,
          BASE + SUPERSLAB_BYTES,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          BASE + (1L << 32),
          BASE + (1L << 48),
          BASE | Long.MIN_VALUE
        }) {
      assertThat(map.classAt(address)).as("%x", address).isEqualTo(PageMap.NONE);
    }
  }
}
