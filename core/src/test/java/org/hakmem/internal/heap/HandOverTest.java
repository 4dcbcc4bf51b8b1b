package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may take a heap from whom, and that nobody takes it on the strength of old news. */
class HandOverTest {

  private final World world = World.of(builder -> builder);
  private final HeapRegistry registry = world.shared.registry();

  /** A thread with a heap, which lives on. */
  private final ExecutorService living = Executors.newSingleThreadExecutor();

  @AfterEach
  void endTheThread() {
    living.shutdownNow();
  }

  private <T> T byTheThread(Supplier<T> action) {
    return CompletableFuture.supplyAsync(action, living).join();
  }

  private Heap heapOfTheThread() {
    return byTheThread(world.current::attached);
  }

  private IdleHeaps examiner(Predicate<Thread> outside) {
    return new IdleHeaps(world.current, outside);
  }

  @Test
  void aStateNeverRepeats() {
    long state = HeapState.HELD;
    for (int i = 0; i < 1000; i++) {
      long next = HeapState.next(state, i % 4);
      assertThat(next).isGreaterThan(state);
      assertThat(HeapState.who(next)).isEqualTo(i % 4);
      state = next;
    }
  }

  @Test
  void theHeapOfALivingThreadIsNotAbandoned() {
    Heap heap = heapOfTheThread();

    assertThat(registry.tryHoldAbandoned(heap)).isFalse();
    assertThat(registry.holdAbandoned()).isNull();
    assertThat(byTheThread(world.current::fast)).isSameAs(heap);
  }

  @Test
  void theHeapOfAnEndedThreadIsTakenOnce() throws InterruptedException {
    Heap[] heap = new Heap[1];
    Thread thread = Thread.ofPlatform().start(() -> heap[0] = world.current.attached());
    thread.join();

    assertThat(registry.tryHoldAbandoned(heap[0])).isTrue();
    assertThat(registry.tryHoldAbandoned(heap[0])).isFalse();
    heap[0].letGo();
    assertThat(heapOfTheThread()).as("a new thread takes it over").isSameAs(heap[0]);
    assertThat(registry.tryHoldAbandoned(heap[0])).isFalse();
  }

  @Test
  void theSlabsOfAnEndedThreadAreEverybodys() throws InterruptedException {
    Slab[] slab = new Slab[1];
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              Heap heap = world.current.attached();
              long block = world.allocate(heap);
              slab[0] = world.shared.slabAt(block);
            });
    thread.join();
    Heap other = world.heap();

    heapOfTheThread();
    assertThat(slab[0].ownerVolatile())
        .as("a new thread has no use for it")
        .isEqualTo(Owner.POSTED);
    assertThat(slab[0].contains(world.allocate(other))).as("and a third one has").isTrue();
  }

  /** What was read of the thread before it is not to be believed after the heap changed hands. */
  @Test
  void anEndedThreadsHeapThatHasGoneToAnotherIsNotTaken() throws InterruptedException {
    Heap[] heap = new Heap[1];
    Thread thread = Thread.ofPlatform().start(() -> heap[0] = world.current.attached());
    thread.join();
    long attachedToTheEnded =
        heap[0].stateVolatile(); // a taker reads, and sees that it has ended …
    assertThat(heap[0].thread().hasEnded()).isTrue();

    assertThat(heapOfTheThread()).isSameAs(heap[0]); // … meanwhile another thread adopts it …
    assertThat(HeapState.who(heap[0].stateVolatile())).isEqualTo(HeapState.ATTACHED);

    assertThat(heap[0].casState(attachedToTheEnded, HeapState.HELD)).isFalse(); // … too late
  }

  @Test
  void anIdleThreadLosesItsHeapAndGetsAnother() {
    Heap heap = heapOfTheThread();
    assertThat(examiner(thread -> true).tryHold(heap)).isTrue();

    assertThat(byTheThread(world.current::fast)).isNull();
    assertThat(heapOfTheThread()).isNotSameAs(heap);
    heap.letGo();
  }

  @Test
  void aThreadInsideKeepsItsHeap() {
    Heap heap = heapOfTheThread();
    assertThat(examiner(thread -> false).tryHold(heap)).isFalse();

    assertThat(HeapState.who(heap.stateVolatile())).isEqualTo(HeapState.ATTACHED);
    assertThat(heapOfTheThread()).isSameAs(heap);
  }

  @Test
  void aThreadThatEntersDuringTheExaminationKeepsItsHeap() {
    Heap heap = heapOfTheThread();
    IdleHeaps examiner =
        examiner(thread -> {
          assertThat(byTheThread(world.current::fast)).as("the entry is cleared").isNull();
          assertThat(heapOfTheThread()).isSameAs(heap);
          return true; // it was outside when asked
        });

    assertThat(examiner.tryHold(heap)).isFalse();
    assertThat(byTheThread(world.current::fast)).isSameAs(heap);
  }

  /**
   * The first examiner finds the thread outside and stops; the thread enters; the second examiner
   * begins, so that the state says "examined" again when the first goes on.
   */
  @Test
  void anExaminationDoesNotEndAnothersInItsFavour() {
    Heap heap = heapOfTheThread();
    IdleHeaps second =
        examiner(thread -> {
          assertThat(HeapState.who(heap.stateVolatile())).isEqualTo(HeapState.EXAMINED);
          return false; // it is inside now
        });
    boolean[] took = new boolean[1];
    IdleHeaps first =
        examiner(thread -> {
          heapOfTheThread();
          return true;
        });
    IdleHeaps nested =
        examiner(thread -> {
          took[0] = first.tryHold(heap); // finds it examined already: not its turn
          heapOfTheThread();
          took[0] |= second.tryHold(heap);
          return true;
        });

    assertThat(nested.tryHold(heap)).isFalse();
    assertThat(took[0]).isFalse();
    assertThat(heapOfTheThread()).isSameAs(heap);
  }

  /** The same, the first examiner going on while the second is still at it. */
  @Test
  void norWhileTheOtherIsStillAtIt() {
    Heap heap = heapOfTheThread();
    long attached = heap.stateVolatile();
    assertThat(heap.casState(attached, HeapState.EXAMINED)).isTrue(); // the first, who sees it out
    long examined = heap.stateVolatile();
    assertThat(heapOfTheThread()).isSameAs(heap); // it enters
    IdleHeaps second =
        examiner(thread -> {
          assertThat(heap.casState(examined, HeapState.HELD)).as("the first takes it").isFalse();
          return false;
        });

    assertThat(second.tryHold(heap)).isFalse();
    assertThat(HeapState.who(heap.stateVolatile())).isEqualTo(HeapState.ATTACHED);
  }

  @Test
  void anExaminationThatFailsLeavesTheHeapToItsThread() {
    Heap heap = heapOfTheThread();
    IdleHeaps failing =
        examiner(thread -> {
          throw new OutOfMemoryError("no room for the stack trace");
        });

    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> failing.tryHold(heap));
    assertThat(HeapState.who(heap.stateVolatile())).isEqualTo(HeapState.ATTACHED);
  }

  @Test
  void aThreadThatEndsWhileItIsExaminedIsFoundOutLater() throws InterruptedException {
    Heap[] heap = new Heap[1];
    Thread thread = Thread.ofPlatform().start(() -> heap[0] = world.current.attached());
    thread.join();
    assertThat(heap[0].casState(heap[0].stateVolatile(), HeapState.EXAMINED)).isTrue();

    assertThat(registry.tryHoldAbandoned(heap[0])).isTrue();
    heap[0].letGo();
  }

  /** Such a thread could say anything, also that it is outside when it is not. */
  @Test
  void aThreadThatTellsAStackOfItsOwnIsNotBelieved() throws InterruptedException {
    CompletableFuture<Heap> heap = new CompletableFuture<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread liar =
        new Thread() {
          @Override
          public void run() {
            heap.complete(world.current.attached());
            end.join();
          }

          @Override
          public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[] {new StackTraceElement("Some", "where", null, -1)};
          }
        };
    liar.start();

    assertThat(new IdleHeaps(world.current).tryHold(heap.join())).isFalse();
    end.complete(null);
    liar.join();
  }

  @Test
  void noThreadTakesItsOwnHeap() {
    Heap own = world.current.attached();

    assertThat(examiner(thread -> true).tryHold(own)).isFalse();
    assertThat(world.current.fast()).isSameAs(own);
  }

  @Test
  void aThreadThatWaitsOutsideLosesItsHeap() {
    Heap heap = heapOfTheThread();

    // The thread is on its way to wait for the next task; nothing of the allocator is on its stack.
    assertThat(new IdleHeaps(world.current).tryHold(heap)).isTrue();
    heap.letGo();
  }

  /**
   * A cleared reference alone orders nothing: the collector's queue is what tells that it ended.
   */
  @Test
  void theHeapOfACollectedThreadIsTakenOnceTheQueueSaysSo() throws InterruptedException {
    Heap heap = heapOfAThreadThatIsGone();
    while (heap.thread().thread() != null) {
      System.gc();
    }

    assertThat(heap.thread().hasEnded()).isFalse();
    assertThat(registry.tryHoldAbandoned(heap)).isFalse();
    while (!heap.thread().hasEnded()) {
      registry.expungeCollected(); // the collector's own thread fills the queue
      Thread.onSpinWait();
    }
    assertThat(registry.tryHoldAbandoned(heap)).isTrue();
  }

  private Heap heapOfAThreadThatIsGone() throws InterruptedException {
    Heap[] heap = new Heap[1];
    Thread thread = Thread.ofPlatform().start(() -> heap[0] = world.current.attached());
    thread.join();
    return heap[0];
  }
}
