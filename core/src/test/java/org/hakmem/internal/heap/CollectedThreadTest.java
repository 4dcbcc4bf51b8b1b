package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The VM clears a reference to an ended thread first, and enqueues it a while later. */
class CollectedThreadTest {

  private static final int MAX_MILLIS = 20;

  private final World world = World.of(builder -> builder);

  /** A heap with slabs whose thread has ended, with a reference that is cleared already. */
  private Heap ofACollectedThread() throws InterruptedException {
    AtomicReference<Heap> attached = new AtomicReference<>();
    Thread thread =
        new Thread(() -> {
          Heap heap = world.current.attached();
          world.free(heap, world.allocate(heap, World.FOUR_A_SLAB));
          attached.set(heap);
        });
    thread.start();
    thread.join();
    Heap heap = attached.get();
    heap.thread().clear();
    assertThat(heap.isInUse()).isTrue();
    return heap;
  }

  @Test
  void aTrimWaitsForTheReference() throws InterruptedException {
    for (int millis = 0; millis < MAX_MILLIS; millis++) {
      Heap heap = ofACollectedThread();
      ThreadRef ref = heap.thread();
      int late = millis;
      Thread vm =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(late); // the VM's delay
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                ref.enqueue();
              });
      Heap self = world.heap();
      world.reclaimer.everything(self);
      self.letGo();
      assertThat(heap.isInUse()).as("enqueued after %d ms", millis).isFalse();
      vm.join();
    }
  }

  @Test
  void butNotForEver() throws InterruptedException {
    Heap heap = ofACollectedThread();
    Heap self = world.heap();
    world.reclaimer.everything(self);
    assertThat(heap.isInUse()).as("what is not told is not known").isTrue();
  }
}
