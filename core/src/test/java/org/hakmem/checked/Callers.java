package org.hakmem.checked;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.Safety;

/** Frames with names that tests look for, and threads of each kind that call them. */
final class Callers {

  /** The threads that a program may call from. */
  enum Kind {
    /** The test's own. */
    SAME {
      @Override
      void run(Runnable task) {
        task.run();
      }
    },
    /** Another platform thread, which has ended when the test goes on. */
    ENDED {
      @Override
      void run(Runnable task) throws InterruptedException {
        joined(Thread.ofPlatform().name("ended"), task);
      }
    },
    /** A virtual thread. */
    VIRTUAL {
      @Override
      void run(Runnable task) throws InterruptedException {
        joined(Thread.ofVirtual().name("virtual"), task);
      }
    };

    abstract void run(Runnable task) throws InterruptedException;
  }

  private Callers() {}

  private static void joined(Thread.Builder builder, Runnable task) throws InterruptedException {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        builder.start(() -> {
          try {
            task.run();
          } catch (Throwable t) {
            thrown.add(t);
          }
        });
    thread.join();
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown.getFirst());
    }
  }

  static Hakmem checked(Allocators allocators) {
    return allocators.create(settings -> settings.safety(Safety.CHECKED));
  }

  static long allocates(Hakmem hakmem, long bytes) {
    return hakmem.malloc(bytes);
  }

  static MemorySegment allocatesSegment(Hakmem hakmem, long bytes) {
    return hakmem.allocate(bytes);
  }

  static void frees(Hakmem hakmem, long address) {
    hakmem.free(address);
  }

  /** The suppressed stacks, each with the frame that the test's method made. */
  static List<String> stacks(Throwable thrown) {
    List<String> stacks = new ArrayList<>();
    for (Throwable each : thrown.getSuppressed()) {
      stacks.add(each.getMessage() + " in " + each.getStackTrace()[0].getMethodName());
    }
    return stacks;
  }
}
