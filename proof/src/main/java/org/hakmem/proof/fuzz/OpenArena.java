package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.HakmemArena;

/** An arena that a program has open, with the segments that it allocated. */
final class OpenArena {

  /** A segment and the seed of its contents. */
  private record Piece(MemorySegment segment, long seed) {}

  private static final int MAX_PIECES = 64;

  private final Instance owner;
  private final HakmemArena arena;
  private final Subject.ArenaKind kind;
  private final Worker worker;
  private final LiveBlocks live;
  private final List<Piece> pieces = new ArrayList<>();

  OpenArena(
      Instance owner, HakmemArena arena, Subject.ArenaKind kind, Worker worker, LiveBlocks live) {
    this.owner = owner;
    this.arena = arena;
    this.kind = kind;
    this.worker = worker;
    this.live = live;
  }

  Instance owner() {
    return owner;
  }

  boolean isConfined() {
    return kind == Subject.ArenaKind.CONFINED;
  }

  /** Returns the thread that opened this arena. */
  Worker worker() {
    return worker;
  }

  boolean isFull() {
    return pieces.size() == MAX_PIECES;
  }

  /** Allocates a segment, checks it and fills it. */
  void allocate(long size, long alignment, boolean zeroed, long seed) {
    MemorySegment segment =
        zeroed ? arena.allocate(size, alignment) : arena.allocateUninitialized(size, alignment);
    if (segment.byteSize() != size || segment.address() % alignment != 0) {
      throw new Finding(
          "arena gave %s for %d bytes aligned to %d".formatted(segment, size, alignment));
    }
    if (zeroed) {
      Actor.requireZero(segment);
    }
    if (size > 0) {
      live.add(segment.address(), size);
      Memory.write(segment, seed);
      pieces.add(new Piece(segment, seed));
    }
  }

  void verify() {
    for (Piece piece : pieces) {
      long size = piece.segment().byteSize();
      long offset = Memory.firstDifference(piece.segment(), size, piece.seed());
      if (offset >= 0) {
        throw new Finding("lost contents: " + piece.segment() + " at byte " + offset);
      }
    }
  }

  /** Calls of a thread that may not use this arena must throw and change nothing. */
  void requireConfinement() {
    Expect.thrown(
        WrongThreadException.class, "allocate of another's arena", () -> arena.allocate(8, 8));
    Expect.thrown(WrongThreadException.class, "close of another's arena", arena::close);
  }

  /** Verifies and closes; then no more calls are allowed. */
  void close() {
    verify();
    for (Piece piece : pieces) {
      live.remove(piece.segment().address());
    }
    arena.close();
    Expect.thrown(IllegalStateException.class, "second close of an arena", arena::close);
    Expect.thrown(
        IllegalStateException.class, "allocate of a closed arena", () -> arena.allocate(8, 8));
    if (kind != Subject.ArenaKind.BATCHED && !pieces.isEmpty()) {
      MemorySegment segment = pieces.getFirst().segment();
      Expect.thrown(
          IllegalStateException.class,
          "access to a closed arena's segment",
          () -> segment.fill((byte) 0));
    }
  }
}
