package org.hakmem.lab.shipped.lincheck;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.hakmem.internal.arena.ShippedChunks;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of an arena that a and b allocate from while c closes it: no two requests overlap, and
 * each block is freed once, the one that comes too late for the release included.
 */
public final class ChunksScenario extends ShippedScenario {

  /** Four of them fill the first chunk. */
  private static final long SMALL = 16;

  /** Has a block of its own. */
  private static final long LARGE = 48;

  private record Range(long from, long bytes) {
    boolean overlaps(Range other) {
      return from < other.from + other.bytes && other.from < from + bytes;
    }
  }

  private final ShippedChunks chunks = ShippedChunks.make();
  private final AtomicReference<List<Range>> taken = new AtomicReference<>(List.of());
  private volatile boolean released;

  /** Without chunks. */
  public ChunksScenario() {
    super();
  }

  private void allocate(long bytes) {
    long address = chunks.allocate(bytes);
    if (address != 0) {
      Range range = new Range(address, bytes);
      taken.getAndUpdate(all -> Stream.concat(all.stream(), Stream.of(range)).toList());
    }
  }

  /** Allocates from a chunk, if the arena is open. */
  @Operation
  public void aAllocate() {
    allocate(SMALL);
  }

  /** Allocates a block of its own, if the arena is open. */
  @Operation
  public void aAllocateLarge() {
    allocate(LARGE);
  }

  /** Allocates from a chunk, if the arena is open. */
  @Operation
  public void bAllocate() {
    allocate(SMALL);
  }

  /** Allocates a block of its own, if the arena is open. */
  @Operation
  public void bAllocateLarge() {
    allocate(LARGE);
  }

  /** Closes the arena, once. */
  @Operation
  public void cClose() {
    if (!released) {
      released = true;
      chunks.closeAndRelease();
    }
  }

  @Override
  @Nullable String broken() {
    List<Range> all = taken.get();
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (all.get(i).overlaps(all.get(j))) {
          return "handed out twice: " + all.get(i) + ", " + all.get(j);
        }
      }
    }
    return chunks.broken(released);
  }
}
