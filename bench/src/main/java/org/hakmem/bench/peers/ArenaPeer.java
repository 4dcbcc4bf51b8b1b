package org.hakmem.bench.peers;

import java.lang.foreign.Arena;
import java.util.Objects;

/**
 * {@link Arena}s of Java itself, one for each block: what a program does whose blocks live
 * independently of each other. They hand out zeroed memory; that is part of what they do.
 */
final class ArenaPeer extends Peer {

  /** The three kinds. */
  enum Kind {
    CONFINED,
    SHARED,
    /** Freed by the garbage collector, some time after the last reference is gone. */
    AUTO;

    /** The caller closes it, some time. */
    @SuppressWarnings("MustBeClosedChecker")
    private Arena open() {
      return switch (this) {
        case CONFINED -> Arena.ofConfined();
        case SHARED -> Arena.ofShared();
        case AUTO -> Arena.ofAuto();
      };
    }

    private void free(Arena arena) {
      if (this != AUTO) {
        arena.close();
      }
    }
  }

  private final Kind kind;

  private ArenaPeer(Kind kind) {
    this.kind = kind;
  }

  static Peer open(Kind kind) {
    return new ArenaPeer(kind);
  }

  @Override
  public Slots slots(int count, long typicalBytes, long largestBytes) {
    return new ArenaSlots(kind, count);
  }

  @Override
  public long pair(long byteSize) {
    Arena arena = kind.open();
    long address = arena.allocate(byteSize).address();
    kind.free(arena);
    return address;
  }

  private static final class ArenaSlots extends ObjectSlots {

    private final Kind kind;

    ArenaSlots(Kind kind, int count) {
      super(count);
      this.kind = kind;
    }

    @Override
    public long malloc(int slot, long byteSize) {
      return aligned(slot, byteSize, 1);
    }

    @Override
    public long calloc(int slot, long byteSize) {
      return aligned(slot, byteSize, 1);
    }

    @Override
    public long aligned(int slot, long byteSize, long byteAlignment) {
      Arena arena = kind.open();
      return put(slot, arena, arena.allocate(byteSize, byteAlignment).address());
    }

    @Override
    public long realloc(int slot, int toSlot, long oldByteSize, long newByteSize) {
      return reallocByCopy(slot, toSlot, oldByteSize, newByteSize);
    }

    @Override
    public void free(int slot) {
      kind.free((Arena) Objects.requireNonNull(take(slot)));
    }
  }
}
