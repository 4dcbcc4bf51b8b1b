package org.hakmem.process;

import org.hakmem.Hakmem;

/**
 * Calls for the shared allocator while the Java heap is full, and again and again as more of it
 * becomes free. All that may be thrown meanwhile is an {@link OutOfMemoryError}; then all must
 * work.
 */
final class FullHeapChild {

  private static final int LARGEST = 1 << 16;
  private static final int SMALLEST = 1 << 4;
  private static final int STEP = 2;

  private static Object[] ballast = new Object[1 << 20];
  private static int count;

  private FullHeapChild() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    boolean created = args[0].equals("create");
    Class.forName("org.hakmem.Hakmem"); // its one static object; all else is for the call to do
    fill();
    int failures = 0;
    Hakmem hakmem = null;
    while (hakmem == null) {
      try {
        hakmem =
            created
                ? Hakmem.create(org.hakmem.HakmemConfig.fromSystemProperties())
                : Hakmem.shared();
      } catch (OutOfMemoryError e) {
        failures++;
        if (!release()) {
          throw e; // though the heap is empty
        }
      } catch (Throwable t) {
        ballast = null;
        throw t;
      }
    }
    ballast = null;
    long block = hakmem.malloc(100);
    hakmem.free(block);
    long large = hakmem.calloc(40 << 20);
    hakmem.free(large);
    hakmem.trim();
    System.out.println(
        (hakmem.stats().liveBlocks() == 0 ? "works" : "leaks") + ", failures=" + failures);
  }

  private static void fill() {
    for (int bytes = LARGEST; bytes >= SMALLEST; bytes /= 2) {
      try {
        while (count < ballast.length) {
          ballast[count++] = new byte[bytes];
        }
      } catch (OutOfMemoryError e) { // then smaller ones
      }
    }
  }

  /** The largest, which were allocated first; false if none is left. */
  private static boolean release() {
    int released = 0;
    for (int i = 0; i < ballast.length && released < STEP; i++) {
      if (ballast[i] != null) {
        ballast[i] = null;
        released++;
      }
    }
    return released > 0;
  }
}
