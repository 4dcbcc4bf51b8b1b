package outside.netty;

import io.netty.buffer.ByteBuf;
import org.hakmem.Hakmem;
import org.hakmem.netty.HakmemByteBufAllocator;

/** Writes a buffer on one thread, reads and releases it on another, and says what was live. */
public final class Buffers {

  private Buffers() {}

  /** Prints one line. */
  public static void main(String[] args) throws InterruptedException {
    ByteBuf buffer = HakmemByteBufAllocator.DEFAULT.buffer(Long.BYTES);
    buffer.writeLong(42);
    long live = Hakmem.shared().stats().liveBlocks();
    long[] read = new long[1];
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  read[0] = buffer.readLong();
                  buffer.release();
                });
    other.join();
    long left = Hakmem.shared().stats().liveBlocks();
    String path = ByteBuf.class.getModule().isNamed() ? "module path" : "class path";
    System.out.printf(
        "Netty on the %s: %d from %d live block, %d left%n", path, read[0], live, left);
  }
}
