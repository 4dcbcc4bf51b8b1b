package outside.arrow;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.hakmem.Hakmem;
import org.hakmem.arrow.HakmemAllocationManager;
import org.hakmem.arrow.HakmemRootAllocator;

/** Writes and reads vectors of allocators that have hakmem in each way, and says what was live. */
public final class Vectors {

  private Vectors() {}

  /** Prints a line for each way. */
  public static void main(String[] args) {
    use("HakmemRootAllocator", new HakmemRootAllocator());
    use(
        "by factory",
        new RootAllocator(
            RootAllocator.configBuilder()
                .allocationManagerFactory(HakmemAllocationManager.FACTORY)
                .build()));
    use("by default", new RootAllocator());
  }

  private static void use(String way, BufferAllocator root) {
    long read;
    long live;
    try (root;
        BigIntVector vector = new BigIntVector("numbers", root)) {
      vector.allocateNew(1);
      vector.set(0, 42);
      read = vector.get(0);
      live = Hakmem.shared().stats().liveBlocks();
    }
    long left = Hakmem.shared().stats().liveBlocks();
    String path = BufferAllocator.class.getModule().isNamed() ? "module path" : "class path";
    System.out.printf(
        "Arrow on the %s, %s: %d from %d live block, %d left%n", path, way, read, live, left);
  }
}
