package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.Test;

/**
 * What the walk of a thread's stack is for: an examiner that takes it for granted that the thread
 * is outside takes its heap in the middle of an operation, and that does not go well. {@code
 * IdleHeapStressTest} is the same with the walk.
 */
class StackWalkTest {

  private static final int SMALL = SizeClasses.of(64);

  private final World world = World.of(builder -> builder.magazineCapacity(4));
  private final CompletableFuture<Throwable> trouble = new CompletableFuture<>();
  private final AtomicBoolean end = new AtomicBoolean();

  /** As {@code Hakmem.malloc} and {@code free}, but for the stack probe. */
  private void work() {
    Set<Long> blocks = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    while (!end.get()) {
      Heap heap = world.current.fast();
      if (heap == null) {
        heap = world.current.attached();
      }
      if (blocks.size() > 100 || (random.nextBoolean() && !blocks.isEmpty())) {
        long block = blocks.iterator().next();
        blocks.remove(block);
        world.free(heap, block);
      } else if (!blocks.add(world.allocate(heap, SMALL))) {
        throw new AssertionError("allocated twice");
      }
    }
  }

  private void examine() {
    IdleHeaps careless = new IdleHeaps(world.current, thread -> true);
    while (!end.get()) {
      for (Heap heap : world.shared.registry().all()) {
        if (careless.tryHold(heap)) {
          world.slowPath.dismantle(heap);
          heap.letGo();
        }
      }
    }
  }

  /** As a daemon: what meets a broken heap may never end. */
  private void start(Runnable action) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            action.run();
          } catch (Throwable t) {
            trouble.complete(t);
          }
        });
  }

  @Test
  void withoutItHeapsAreTakenFromWorkingThreads() throws Exception {
    start(this::work);
    start(this::examine);

    assertThat(trouble.get(60, TimeUnit.SECONDS)).isNotNull();
    end.set(true);
  }
}
