package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What goes back to the system after a burst of load, with no call made. */
class BurstTest {

  private static final int THREADS = 8;
  private static final int MIB = 1 << 20;
  private static final int BYTES_PER_THREAD = 128 * MIB;

  /** Sizes from 64 bytes to 256 KiB, as many of each magnitude: of Netty's issues on the matter. */
  private static final int LEAST_MAGNITUDE = 6;

  private static final int MAGNITUDES = 12;

  private static final int OS_PAGE = 4_096;
  private static final long MOST_KEPT = 4L * MIB;

  @RegisterExtension final OwnHakmem own = new OwnHakmem();

  @Test
  @Timeout(60)
  void afterABurstNearlyAllGoesBackAlthoughTheEventLoopsLive() throws Exception {
    assumeTrue(getClass().getModule().isNativeAccessEnabled()); // else nothing can be given back
    HakmemByteBufAllocator allocator = own.allocator();
    List<List<ByteBuf>> made = new ArrayList<>();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(THREADS, LocalIoHandler.newFactory());
    try {
      List<EventLoop> loops = new ArrayList<>();
      List<Future<List<ByteBuf>>> making = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        loops.add(group.next());
        making.add(loops.get(i).submit(() -> fill(allocator, new SplittableRandom(seed))));
      }
      for (Future<List<ByteBuf>> each : making) {
        made.add(each.get());
      }
      assertThat(own.hakmem().stats().residentBytes())
          .isGreaterThan(THREADS * BYTES_PER_THREAD / 2);
      for (int i = 0; i < THREADS; i++) {
        List<ByteBuf> others = made.get((i + 1) % THREADS);
        loops.get(i).submit(() -> others.forEach(ByteBuf::release)).get();
      }
      while (own.hakmem().stats().residentBytes() > MOST_KEPT) {
        Thread.sleep(50); // nothing else can be waited for: it happens by itself
      }
    } finally {
      group.shutdownGracefully().sync();
    }
  }

  private static List<ByteBuf> fill(HakmemByteBufAllocator allocator, SplittableRandom random) {
    List<ByteBuf> made = new ArrayList<>();
    for (int bytes = 0; bytes < BYTES_PER_THREAD; ) {
      int size = 1 << (LEAST_MAGNITUDE + random.nextInt(MAGNITUDES));
      size += random.nextInt(size);
      ByteBuf buffer = allocator.directBuffer(size);
      for (int offset = 0; offset < size; offset += OS_PAGE) {
        buffer.setByte(offset, 1);
      }
      made.add(buffer);
      bytes += size;
    }
    return made;
  }
}
