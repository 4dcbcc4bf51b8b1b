package org.hakmem.netty.suite;

import io.netty.buffer.ByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.function.Supplier;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.netty.HakmemByteBufAllocator;

/** What Netty's tests get their buffers from. */
final class Allocators {

  /** For all tests of buffers; apart from the shared one, which Netty's own may use. */
  static final HakmemByteBufAllocator HAKMEM =
      new HakmemByteBufAllocator(Hakmem.create(HakmemConfig.defaults()), true);

  private Allocators() {}

  /** A buffer that the leak detector looks at: at {@code level}, as the program's level. */
  static ByteBuf leakAware(Level level, Supplier<ByteBuf> plain) {
    Level before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(level);
    try {
      ByteBuf buffer = plain.get();
      while (!buffer.getClass().getSimpleName().contains("LeakAware")) { // it takes samples
        buffer.release();
        buffer = plain.get();
      }
      return buffer;
    } finally {
      ResourceLeakDetector.setLevel(before);
    }
  }
}
