package org.hakmem.bench.peers;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Objects;
import org.hakmem.netty.HakmemByteBufAllocator;

/**
 * Netty's allocators of direct buffers, and ours for it. Threads are Netty's own kind, which have
 * caches; a virtual thread has none, as in Netty's users' programs. Checks and leak detection are
 * switched off by the flags of the measured JVMs.
 */
final class NettyPeer extends Peer {

  private final ByteBufAllocator allocator;

  private NettyPeer(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  static Peer pooled() {
    return new NettyPeer(PooledByteBufAllocator.DEFAULT);
  }

  static Peer adaptive() {
    return new NettyPeer(new AdaptiveByteBufAllocator(true, true));
  }

  static Peer hakmem() {
    return new NettyPeer(HakmemByteBufAllocator.DEFAULT);
  }

  @Override
  public Slots slots(int count, long typicalBytes, long largestBytes) {
    return new NettySlots(allocator, count);
  }

  @Override
  public long pair(long byteSize) {
    ByteBuf buffer = allocator.directBuffer((int) byteSize, (int) byteSize);
    long address = buffer.memoryAddress();
    buffer.release();
    return address;
  }

  @Override
  public Thread thread(String name, Runnable task) {
    Thread thread = new FastThreadLocalThread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static final class NettySlots extends ObjectSlots {

    private final ByteBufAllocator allocator;

    NettySlots(ByteBufAllocator allocator, int count) {
      super(count);
      this.allocator = allocator;
    }

    @Override
    public long malloc(int slot, long byteSize) {
      int size = Math.toIntExact(byteSize);
      ByteBuf buffer = allocator.directBuffer(size, size);
      return put(slot, buffer, buffer.memoryAddress());
    }

    @Override
    public long calloc(int slot, long byteSize) {
      long address = malloc(slot, byteSize);
      BlockMemory.fill(address, byteSize, (byte) 0);
      return address;
    }

    /** Netty has no alignment of single buffers: a larger one does. */
    @Override
    public long aligned(int slot, long byteSize, long byteAlignment) {
      int size = Math.toIntExact(byteSize + byteAlignment);
      ByteBuf buffer = allocator.directBuffer(size, size);
      long address = buffer.memoryAddress() + byteAlignment - 1 & -byteAlignment;
      return put(slot, buffer, address);
    }

    @Override
    public long realloc(int slot, int toSlot, long oldByteSize, long newByteSize) {
      return reallocByCopy(slot, toSlot, oldByteSize, newByteSize);
    }

    @Override
    public void free(int slot) {
      ((ByteBuf) Objects.requireNonNull(take(slot))).release();
    }
  }
}
