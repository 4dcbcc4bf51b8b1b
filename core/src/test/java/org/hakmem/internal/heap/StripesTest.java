package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hakmem.internal.event.Events;
import org.junit.jupiter.api.Test;

/** The heaps that virtual threads share whose carriers have none of their own. */
class StripesTest {

  private final HeapRegistry registry = new HeapRegistry(new Events());

  @Test
  void areNoMoreThanConfigured() {
    Stripes stripes = new Stripes(registry, 3);
    Set<Heap> entered = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Heap heap = stripes.enter(0);
      entered.add(heap);
      heap.letGo();
    }

    assertThat(entered).hasSizeLessThanOrEqualTo(3).allMatch(Heap::isStripe);
    assertThat(registry.all()).hasSameSizeAs(entered);
  }

  @Test
  void areHeldByOneAtATime() {
    Stripes stripes = new Stripes(registry, 3);
    List<Heap> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(stripes.enter(0));
    }

    assertThat(held).doesNotHaveDuplicates().allMatch(Heap::isStripe);
    assertThat(held).noneMatch(Heap::tryHold);
  }

  @Test
  void areEnteredByCarrier() throws InterruptedException {
    Stripes stripes = new Stripes(registry, 3);
    List<Heap> entered = new ArrayList<>();
    for (long carrier : List.of(1L << 20, 2L << 20, 3L << 20, 1L << 20, 2L << 20, 3L << 20)) {
      Thread.startVirtualThread(() -> entered.add(enterAndLeave(stripes, carrier))).join();
    }

    assertThat(entered.subList(0, 3)).doesNotHaveDuplicates();
    assertThat(entered.subList(3, 6)).isEqualTo(entered.subList(0, 3));
  }

  @Test
  void areEnteredByThreadIfTheCarrierIsNotKnown() throws InterruptedException {
    Stripes stripes = new Stripes(registry, 3);
    List<Heap> entered = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Thread.startVirtualThread(
              () -> {
                Heap first = enterAndLeave(stripes, 0);
                entered.add(first);
                assertThat(enterAndLeave(stripes, 0)).isSameAs(first);
              })
          .join();
    }

    assertThat(entered).hasSize(100);
    assertThat(new HashSet<>(entered)).hasSize(3);
  }

  private static Heap enterAndLeave(Stripes stripes, long carrier) {
    Heap heap = stripes.enter(carrier);
    heap.letGo();
    return heap;
  }

  /** Nobody waits: who finds all of them held gets a heap that is nobody's, the same each time. */
  @Test
  void doNotMakeAnyoneWait() {
    Stripes stripes = new Stripes(registry, 1);
    for (int i = 0; i < 100; i++) {
      Heap stripe = stripes.enter(0);
      Heap spare = stripes.enter(0);
      assertThat(stripe.isStripe()).isTrue();
      assertThat(spare.isStripe()).isFalse();
      spare.letGo();
      stripe.letGo();
    }

    assertThat(registry.all()).hasSize(2);
  }
}
