package org.hakmem.netty;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;

/**
 * Allocates Netty's buffers: each direct buffer is a block of a {@link Hakmem}, which any thread
 * may release, platform or virtual. Heap buffers are arrays, as Netty's unpooled ones are.
 *
 * <p>A program uses it by one line for each of its bootstraps, {@code
 * bootstrap.option(ChannelOption.ALLOCATOR, HakmemByteBufAllocator.DEFAULT)} and for a server's
 * connections {@code childOption} likewise, or with no line by {@link HakmemChannels}.
 *
 * <p>A direct buffer's memory is uninitialised, at a multiple of 16, and exactly as long as its
 * capacity says: access outside of it throws, even where Netty's own checks are switched off. Its
 * memory address is always known. {@link ByteBuf#capacity(int)} goes by {@link Hakmem#realloc}: to
 * grow moves nothing while the block has room, and {@link ByteBuf#ensureWritable(int)} takes what
 * room there is before it asks for more.
 *
 * <p>Netty's leak detector sees all buffers. {@link Hakmem}'s limit applies: beyond it an
 * allocation throws {@link OutOfMemoryError}, and nothing is changed.
 *
 * <p>All methods may be called by any thread at any time.
 */
public final class HakmemByteBufAllocator extends AbstractByteBufAllocator
    implements ByteBufAllocatorMetricProvider, ByteBufAllocatorMetric {

  /**
   * The one for most programs, over {@link Hakmem#shared()}. It prefers direct buffers unless
   * Netty's system property {@code io.netty.noPreferDirect} is true.
   */
  public static final HakmemByteBufAllocator DEFAULT =
      new HakmemByteBufAllocator(Hakmem.shared(), !Boolean.getBoolean("io.netty.noPreferDirect"));

  private static final boolean IS_NATIVE =
      HakmemByteBufAllocator.class.getModule().isNativeAccessEnabled();

  private final Hakmem hakmem;
  private final LongAdder heapBytes = new LongAdder();

  /**
   * One over {@code hakmem}, which is to be closed only when no buffer is left: an access to a
   * buffer after that is not checked, and may end the JVM.
   *
   * @param preferDirect whether {@link #buffer()} gives direct buffers, as Netty's allocators do by
   *     default
   */
  public HakmemByteBufAllocator(Hakmem hakmem, boolean preferDirect) {
    super(preferDirect);
    this.hakmem = Objects.requireNonNull(hakmem, "hakmem");
  }

  /** The allocator of the direct buffers' memory. */
  public Hakmem hakmem() {
    return hakmem;
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    BulkByteBuf made;
    if (!IS_NATIVE) {
      made = PortableByteBuf.allocate(this, initialCapacity, maxCapacity);
    } else if (this == DEFAULT) {
      made = HakmemByteBuf.allocate(initialCapacity, maxCapacity);
    } else {
      made = OwnByteBuf.allocate(this, initialCapacity, maxCapacity);
    }
    return toLeakAwareBuffer(made);
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return toLeakAwareBuffer(new CountedHeapByteBuf(this, heapBytes, initialCapacity, maxCapacity));
  }

  /** True: to allocate one costs little, so Netty may copy what it sends to one. */
  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }

  @Override
  public ByteBufAllocatorMetric metric() {
    return this;
  }

  /**
   * Bytes that the {@link Hakmem} has from the system, for live buffers or not: {@link
   * HakmemStats#committedBytes()}. Of all who use it: {@link #DEFAULT} shares it with the rest of
   * the program. By counters, so that hot code may ask.
   */
  @Override
  public long usedDirectMemory() {
    return hakmem.usage().committedBytes();
  }

  /** Bytes of the arrays of live heap buffers. */
  @Override
  public long usedHeapMemory() {
    return heapBytes.sum();
  }

  /**
   * Bytes of live blocks: {@link HakmemStats#liveBytes()}. As for {@link #usedDirectMemory()}, of
   * all who use the {@link Hakmem}. Looks at every slab: for monitoring.
   */
  public long pinnedDirectMemory() {
    return hakmem.stats().liveBytes();
  }

  @Override
  public String toString() {
    return "HakmemByteBufAllocator(usedDirectMemory: "
        + usedDirectMemory()
        + "; usedHeapMemory: "
        + usedHeapMemory()
        + ")";
  }
}
