package org.hakmem.examples.recipes;

import org.agrona.concurrent.UnsafeBuffer;
import org.hakmem.Hakmem;

/** Agrona's buffers over blocks, in place of {@code ByteBuffer.allocateDirect}. */
public final class AgronaBuffers {

  private AgronaBuffers() {}

  /** A buffer over a block of its own, all zero as a direct buffer is. */
  public static UnsafeBuffer allocate(Hakmem hakmem, int bytes) {
    return new UnsafeBuffer(hakmem.calloc(bytes), bytes);
  }

  /** Frees the block under a buffer that {@link #allocate} made, and lets go of it. */
  public static void free(Hakmem hakmem, UnsafeBuffer buffer) {
    long address = buffer.addressOffset();
    buffer.wrap(0, 0); // whoever uses the buffer after this is told, as its capacity is 0
    hakmem.free(address);
  }
}
