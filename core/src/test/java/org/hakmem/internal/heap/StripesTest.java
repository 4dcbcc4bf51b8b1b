package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hakmem.internal.event.Events;
import org.junit.jupiter.api.Test;

/** The heaps that virtual threads share. */
class StripesTest {

  private final HeapRegistry registry = new HeapRegistry(new Events());
  private final NoMemory os = new NoMemory();

  @Test
  void areNoMoreThanConfigured() {
    Stripes stripes = new Stripes(registry, os, 3);
    Set<Heap> entered = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Heap heap = stripes.enter();
      entered.add(heap);
      heap.letGo();
    }

    assertThat(entered).hasSizeLessThanOrEqualTo(3).allMatch(Heap::isStripe);
    assertThat(registry.all()).hasSameSizeAs(entered);
  }

  @Test
  void areHeldByOneAtATime() {
    Stripes stripes = new Stripes(registry, os, 3);
    List<Heap> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(stripes.enter());
    }

    assertThat(held).doesNotHaveDuplicates().allMatch(Heap::isStripe);
    assertThat(held).noneMatch(Heap::tryHold);
  }

  @Test
  void areEnteredByProcessor() throws InterruptedException {
    Stripes stripes = new Stripes(registry, os, 3);
    List<Heap> entered = new ArrayList<>();
    for (int processor : List.of(0, 1, 2, 64, 0, 1, 2, 64)) {
      os.runOn(processor);
      Thread.startVirtualThread(() -> entered.add(enterAndLeave(stripes))).join();
    }

    assertThat(entered.subList(0, 3)).doesNotHaveDuplicates();
    assertThat(entered.subList(0, 3)).contains(entered.get(3));
    assertThat(entered.subList(4, 8)).isEqualTo(entered.subList(0, 4));
  }

  @Test
  void areEnteredByThreadIfTheProcessorIsNotKnown() throws InterruptedException {
    Stripes stripes = new Stripes(registry, os, 3);
    List<Heap> entered = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Thread.startVirtualThread(
              () -> {
                Heap first = enterAndLeave(stripes);
                entered.add(first);
                assertThat(enterAndLeave(stripes)).isSameAs(first);
              })
          .join();
    }

    assertThat(entered).hasSize(100);
    assertThat(new HashSet<>(entered)).hasSize(3);
  }

  private static Heap enterAndLeave(Stripes stripes) {
    Heap heap = stripes.enter();
    heap.letGo();
    return heap;
  }

  /** Nobody waits: who finds all of them held gets a heap that is nobody's, the same each time. */
  @Test
  void doNotMakeAnyoneWait() {
    Stripes stripes = new Stripes(registry, os, 1);
    for (int i = 0; i < 100; i++) {
      Heap stripe = stripes.enter();
      Heap spare = stripes.enter();
      assertThat(stripe.isStripe()).isTrue();
      assertThat(spare.isStripe()).isFalse();
      spare.letGo();
      stripe.letGo();
    }

    assertThat(registry.all()).hasSize(2);
  }
}
