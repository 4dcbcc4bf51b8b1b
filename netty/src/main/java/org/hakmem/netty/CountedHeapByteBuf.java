package org.hakmem.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A heap buffer whose array is counted while the buffer lives. */
final class CountedHeapByteBuf extends UnpooledHeapByteBuf {

  private final @Nullable LongAdder liveBytes;

  /** The superclass allocates the first array, when there is no counter here yet. */
  CountedHeapByteBuf(
      ByteBufAllocator alloc, LongAdder liveBytes, int initialCapacity, int maxCapacity) {
    super(alloc, initialCapacity, maxCapacity);
    this.liveBytes = liveBytes;
    liveBytes.add(initialCapacity);
  }

  @Override
  protected byte[] allocateArray(int initialCapacity) {
    byte[] array = super.allocateArray(initialCapacity);
    count(initialCapacity);
    return array;
  }

  @Override
  protected void freeArray(byte[] array) {
    count(-array.length);
    super.freeArray(array);
  }

  private void count(long bytes) {
    if (liveBytes != null) {
      liveBytes.add(bytes);
    }
  }
}
