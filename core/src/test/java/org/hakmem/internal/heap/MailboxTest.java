package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.heap.World.FOUR_A_SLAB;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.memory.PaperMemory;
import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.Test;

/** What is mailed is taken once, the oldest first, by however many threads. */
class MailboxTest {

  private static final long SLAB_BYTES = 64 << 10;
  private static final int SLABS = 40;
  private static final int THREADS = 4;
  private static final int TAKES = 200_000;

  private final World world = World.withoutMagazines();
  private final Heap heap = world.heap();
  private final Mailbox mailbox = new Mailbox();
  private final BlockStates states = BlockStates.of(new PaperMemory(128), 0);

  /** Posted slabs that no pool knows. */
  private List<Slab> posted(int count) {
    List<Slab> slabs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Slab slab = new Slab((1L << 40) + i * SLAB_BYTES, FOUR_A_SLAB, heap.id(), states);
      states.prepare(slab, FOUR_A_SLAB);
      slab.post(heap.id());
      slabs.add(slab);
    }
    return slabs;
  }

  private List<Slab> takeAll() {
    List<Slab> taken = new ArrayList<>();
    for (Slab slab = mailbox.take(heap); slab != null; slab = mailbox.take(heap)) {
      taken.add(slab);
    }
    return taken;
  }

  @Test
  void theOldestComesFirst() {
    List<Slab> slabs = posted(5);
    slabs.subList(0, 3).forEach(mailbox::mail);
    assertThat(mailbox.take(heap)).isSameAs(slabs.get(0));
    slabs.subList(3, 5).forEach(mailbox::mail);

    assertThat(mailbox.size()).isEqualTo(4);
    assertThat(takeAll()).containsExactlyElementsOf(slabs.subList(1, 5));
    assertThat(mailbox.size()).isZero();
  }

  @Test
  void aSlabStandsInItOnce() {
    List<Slab> slabs = posted(2);
    mailbox.mail(slabs.get(0));
    mailbox.mail(slabs.get(1));
    mailbox.mail(slabs.get(0));

    assertThat(takeAll()).containsExactlyElementsOf(slabs);
  }

  @Test
  void anEmptySlabIsTakenFromBetween() {
    List<Slab> slabs = posted(3);
    for (Slab slab : List.of(slabs.get(0), slabs.get(2))) {
      assertThat(slab.claim(heap.id())).isTrue();
      assertThat(slab.take(new long[1], 0, 1, heap.tag())).isEqualTo(1);
      slab.post(heap.id());
    }
    slabs.forEach(mailbox::mail);

    assertThat(mailbox.takeEmpty()).isSameAs(slabs.get(1));
    assertThat(mailbox.takeEmpty()).isNull();
    assertThat(takeAll()).containsExactly(slabs.get(0), slabs.get(2));
  }

  /** Mailed or not: a scavenger that forgets one of them sleeps while memory waits for it. */
  @Test
  void aSlabThatNoSweepSawIsNoticedWhereverItStands() {
    List<Slab> slabs = posted(2);
    mailbox.mail(slabs.get(0));
    assertThat(mailbox.hasUnswept()).as("in the inbox").isTrue();
    mailbox.mail(slabs.get(1));
    assertThat(mailbox.take(heap)).isSameAs(slabs.get(0));
    assertThat(mailbox.hasUnswept()).as("in the queue").isTrue();
    assertThat(mailbox.take(heap)).isSameAs(slabs.get(1));
    assertThat(mailbox.hasUnswept()).isFalse();
  }

  /** Each taker claims what it takes, which two could not, and mails it again. */
  @Test
  void noSlabIsLostOrTakenTwiceAmongThreads() throws InterruptedException {
    List<Slab> slabs = posted(SLABS);
    slabs.forEach(mailbox::mail);
    AtomicInteger left = new AtomicInteger(TAKES);
    CountDownLatch ready = new CountDownLatch(THREADS);
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Heap own = world.heap();
      boolean choosy = i % 2 == 0;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                ready.countDown();
                while (left.getAndDecrement() > 0 && faults.isEmpty()) {
                  Slab slab = choosy ? mailbox.takeEmpty() : mailbox.take(own);
                  if (slab != null && !slab.claim(own.id())) {
                    faults.add("taken by another, too: " + slab);
                  } else if (slab != null) {
                    slab.post(own.id());
                    mailbox.mail(slab);
                  }
                }
              }));
    }
    ready.await();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(faults).isEmpty();
    assertThat(mailbox.size()).isEqualTo(SLABS);
    assertThat(takeAll()).containsExactlyInAnyOrderElementsOf(slabs);
  }
}
