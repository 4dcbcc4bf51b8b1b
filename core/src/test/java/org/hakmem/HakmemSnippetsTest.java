package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** The code that documentation shows, compiled and run. */
class HakmemSnippetsTest {

  @Test
  void example() {
    // @start region="example"
    Hakmem hakmem = Hakmem.shared();

    long address = hakmem.malloc(100); // an address: 16-byte aligned, uninitialised
    hakmem.free(address); // by any thread

    MemorySegment segment = hakmem.allocate(100, 64);
    segment.set(ValueLayout.JAVA_LONG, 0, 42); // bounds-checked access
    hakmem.free(segment);

    try (Hakmem own = Hakmem.create(HakmemConfig.builder().maxBytes(1 << 30).build())) {
      own.allocateFrom("a SegmentAllocator, with a limit of its own; closed, all its memory goes");
    }
    // @end
    assertThat(hakmem.stats().liveBlocks()).isZero();
  }

  @Test
  void mxBean() throws Exception {
    // @start region="mxbean"
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults());
        HakmemMXBeans.Registration shown = HakmemMXBeans.register(hakmem, "orders")) {
      System.out.println(shown.objectName()); // org.hakmem:type=Hakmem,name=orders
    }
    // @end
  }
}
