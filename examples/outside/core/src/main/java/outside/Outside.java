package outside;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.hakmem.Hakmem;

/** Allocates on one thread, frees on another, and says on which path hakmem was found. */
public final class Outside {

  private Outside() {}

  /** Prints one line, or throws. */
  public static void main(String[] args) throws InterruptedException {
    Hakmem hakmem = Hakmem.shared();
    MemorySegment segment = hakmem.allocate(ValueLayout.JAVA_LONG, 1_000);
    segment.setAtIndex(ValueLayout.JAVA_LONG, 999, 42);
    Thread other = Thread.ofVirtual().start(() -> hakmem.free(segment));
    other.join();
    long live = hakmem.stats().liveBlocks();
    if (live != 0) {
      throw new IllegalStateException(live + " blocks are live");
    }
    String path = Hakmem.class.getModule().isNamed() ? "module path" : "class path";
    System.out.println("hakmem works on the " + path);
  }
}
