package org.hakmem.internal.memory;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on the Java heap, in one array for each superslab that has any. For memory without native
 * access, and for checks that see the Java heap alone.
 *
 * @param pieces by superslab; each set once, by compare-and-set, and read in acquire mode
 * @param shift log2 of the bytes of a piece
 */
record HeapByteMap(AtomicReferenceArray<byte @Nullable []> pieces, int shift) implements ByteMap {

  /** Returns a map of {@code bytes} bytes, in pieces of 2<sup>{@code shift}</sup>. */
  static HeapByteMap of(long bytes, int shift) {
    return new HeapByteMap(new AtomicReferenceArray<>((int) (bytes >>> shift)), shift);
  }

  private int within(long index) {
    return (int) index & ((1 << shift) - 1);
  }

  private byte @Nullable [] pieceOf(long index) {
    return pieces.getAcquire((int) (index >>> shift));
  }

  @Override
  public byte get(long index) {
    byte[] piece = pieceOf(index);
    return piece == null ? 0 : piece[within(index)];
  }

  @Override
  public void put(long index, byte value) {
    byte[] piece = pieceOf(index);
    if (piece == null) {
      throw new IllegalStateException("byte " + index + " was not prepared");
    }
    piece[within(index)] = value;
  }

  @Override
  public void prepare(long from, long to) {
    for (int piece = (int) (from >>> shift); piece <= (int) ((to - 1) >>> shift); piece++) {
      if (pieces.getAcquire(piece) == null) {
        pieces.compareAndSet(piece, null, new byte[1 << shift]);
      }
    }
  }
}
