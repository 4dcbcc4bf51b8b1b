package org.hakmem.internal.arena;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The shipped chunks of an arena, for the lab: it stands in their package. The blocks that they are
 * given are addresses without memory, and each is counted in and out.
 */
public final class ShippedChunks {

  private static final long LEAST_CHUNK_BYTES = 64;
  private static final long MOST_CHUNK_BYTES = 128;
  private static final int MOST_BLOCKS = 32;
  private static final long BASE = 1L << 40;
  private static final long STRIDE = 1L << 20;

  private final Arena arena = Arena.ofShared();
  private final PaperBlocks blocks = new PaperBlocks();
  private final Chunks chunks = new Chunks(arena, blocks, LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES);

  private ShippedChunks() {}

  /** No chunk yet. Not a constructor, so that model checkers can be told not to look. */
  public static ShippedChunks make() {
    return new ShippedChunks();
  }

  /** The address of an allocation, or 0 if the arena is closed. */
  public long allocate(long bytes) {
    try {
      return chunks.allocate(bytes, 1, false).address();
    } catch (IllegalStateException e) {
      return 0;
    }
  }

  /** Closes the JDK's arena and frees the blocks, in this order, as {@link ArenaMemory} does. */
  public void closeAndRelease() {
    closeArena();
    chunks.release();
  }

  private void closeArena() {
    arena.close();
  }

  /** What is wrong with the blocks, all of which must be free if the chunks were released. */
  public @Nullable String broken(boolean released) {
    for (int i = 0; i < blocks.given.get(); i++) {
      int frees = blocks.frees.get(i);
      if (frees > 1) {
        return "block " + i + " freed " + frees + " times";
      }
      if (frees == 0 && released) {
        return "block " + i + " never freed";
      }
      if (frees == 1 && !released) {
        return "block " + i + " freed before the release";
      }
    }
    return null;
  }

  private static final class PaperBlocks implements BlockSource {

    final AtomicInteger given = new AtomicInteger();
    final AtomicIntegerArray frees = new AtomicIntegerArray(MOST_BLOCKS);

    @Override
    public long allocate(long bytes, long alignment) {
      return BASE + given.getAndIncrement() * STRIDE;
    }

    @Override
    public boolean isZero(long address) {
      return false;
    }

    @Override
    public void free(long address) {
      frees.getAndIncrement((int) ((address - BASE) / STRIDE));
    }

    @Override
    public void wakeScavenger() {}

    @Override
    public void ensureStack() {}
  }
}
