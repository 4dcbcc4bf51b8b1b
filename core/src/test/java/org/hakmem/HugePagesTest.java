package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.Quiet.becomes;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.internal.memory.NativeMemory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program that fills its memory gets huge pages for it, by the system's own figures. */
@Tag("native-only")
class HugePagesTest {

  private static final int BLOCKS = 32;
  private static final long BYTES = 1L << 20;
  private static final long MOST_MORE = 1L << 20;

  private static List<MemorySegment> fill(Hakmem hakmem) {
    List<MemorySegment> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(hakmem.allocate(BYTES).fill((byte) i));
    }
    return blocks;
  }

  /** Bytes of the mappings that {@code block} lies in which are mapped with huge pages. */
  private static long hugeBytes(MemorySegment block) {
    try {
      boolean inside = false;
      for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
        String[] words = line.split("[- ]+", 3);
        if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
          long from = Long.parseUnsignedLong(words[0], 16);
          long to = Long.parseUnsignedLong(words[1], 16);
          inside = from <= block.address() && block.address() < to;
        } else if (inside && line.startsWith("AnonHugePages:")) {
          return Long.parseLong(words[1]) << 10;
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean systemCollapses() {
    try (NativeMemory memory = new NativeMemory(8 * BYTES, false)) {
      long at = memory.windowBase();
      memory.commit(at, 2 * BYTES);
      memory.segment(at, 1).fill((byte) 1);
      return memory.collapse(at);
    }
  }

  @Test
  void whatIsInUseAllOverIsMappedWithHugePages() {
    assumeTrue(systemCollapses(), "needs Linux 6.1 or later, and huge pages");
    HakmemConfig config = HakmemConfig.builder().purgeDelayMillis(8).build();
    try (Hakmem hakmem = Hakmem.create(config)) {
      List<MemorySegment> blocks = fill(hakmem);
      long resident = hakmem.stats().residentBytes();

      assertThat(becomes(() -> hugeBytes(blocks.getFirst()) >= BLOCKS * BYTES / 2)).isTrue();

      assertThat(hakmem.stats().residentBytes()).isLessThanOrEqualTo(resident + MOST_MORE);
      for (int i = 0; i < BLOCKS; i++) {
        byte content = (byte) i;
        assertThat(blocks.get(i).toArray(ValueLayout.JAVA_BYTE)).containsOnly(content);
      }
      blocks.forEach(hakmem::free);
      assertThat(becomes(() -> hakmem.stats().residentBytes() == 0)).isTrue();
    }
  }

  @Test
  void noneIfItIsNotToCollapse() {
    assumeTrue(systemCollapses(), "needs Linux 6.1 or later, and huge pages");
    HakmemConfig config = HakmemConfig.builder().purgeDelayMillis(8).collapse(false).build();
    try (Hakmem hakmem = Hakmem.create(config)) {
      List<MemorySegment> blocks = fill(hakmem);
      MemorySegment freed = hakmem.allocate(64);
      hakmem.free(freed); // the scavenger takes its slab after the looks at which it collapses
      assertThat(
              becomes(() -> hakmem.stats().freeBytes() == 0 && hakmem.stats().cachedBytes() == 0))
          .isTrue();
      assertThat(hugeBytes(blocks.getFirst())).isZero();
    }
  }
}
