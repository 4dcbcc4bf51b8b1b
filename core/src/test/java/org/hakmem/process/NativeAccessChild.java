package org.hakmem.process;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;

/** A small program that uses the allocator, and says which memory it got. */
public final class NativeAccessChild {

  private static final int BLOCKS = 2000;

  private NativeAccessChild() {}

  /** Runs it. */
  public static void main(String[] args) {
    use(Hakmem.shared());
    try (Hakmem second = Hakmem.create(HakmemConfig.fromSystemProperties())) {
      use(second);
    }
    Hakmem.shared().trim(); // which gives portable memory's pages back to nobody
    System.out.println(Hakmem.shared().stats().committedBytes() == 0 ? "native" : "portable");
  }

  private static void use(HakmemArena arena) {
    MemorySegment segment = arena.allocate(100_000, 64);
    for (long at = 0; at < segment.byteSize(); at++) {
      if (segment.get(ValueLayout.JAVA_BYTE, at) != 0) {
        throw new AssertionError("not zero at " + at);
      }
    }
    arena.allocateUninitialized(100_000, 64).copyFrom(segment);
    arena.close();
  }

  private static void use(Hakmem hakmem) {
    MemorySegment[] blocks = new MemorySegment[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      blocks[i] = hakmem.allocate(i * 7L, 16).fill((byte) i);
    }
    for (int i = 0; i < BLOCKS; i++) {
      for (long at = 0; at < blocks[i].byteSize(); at++) {
        if (blocks[i].get(ValueLayout.JAVA_BYTE, at) != (byte) i) {
          throw new AssertionError("block " + i);
        }
      }
      hakmem.free(blocks[i]);
    }
    hakmem.free(hakmem.realloc(hakmem.calloc(1 << 20), 1 << 21));
    if (hakmem.stats().liveBlocks() != 0) {
      throw new AssertionError(hakmem.stats().toString());
    }
    use(hakmem.newConfinedArena());
    use(hakmem.newSharedArena());
    use(hakmem.newBatchedArena());
  }
}
