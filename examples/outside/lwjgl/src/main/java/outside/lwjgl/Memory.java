package outside.lwjgl;

import java.nio.LongBuffer;
import org.hakmem.Hakmem;
import org.hakmem.lwjgl.HakmemMemoryAllocator;
import org.lwjgl.system.MemoryUtil;

/** Writes and reads a buffer of LWJGL's, and says what was live. hakmem is chosen by a property. */
public final class Memory {

  private Memory() {}

  /** Prints one line. */
  public static void main(String[] args) {
    LongBuffer buffer = MemoryUtil.memAllocLong(1);
    buffer.put(0, 42);
    long read = buffer.get(0);
    long live = Hakmem.shared().stats().liveBlocks();
    MemoryUtil.memFree(buffer);
    long left = Hakmem.shared().stats().liveBlocks();
    String path = MemoryUtil.class.getModule().isNamed() ? "module path" : "class path";
    System.out.printf("LWJGL on the %s: %d from %d live block, %d left%n", path, read, live, left);
  }
}
