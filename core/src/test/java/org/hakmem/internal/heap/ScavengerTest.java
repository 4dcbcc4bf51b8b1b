package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hakmem.internal.heap.World.FOUR_A_SLAB;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hakmem.internal.slab.SizeClasses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scavenger sleeps while there is nothing to do, and wakes up for whatever there is. */
class ScavengerTest {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  private static final int SMALL = SizeClasses.of(64);

  private final World world = World.of(builder -> builder.purgeDelayMillis(8));
  private final Scavenger scavenger = new Scavenger(world.shared, world.reclaimer);

  @AfterEach
  void stop() {
    scavenger.stop();
  }

  private static boolean becomes(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NANOS) {
      LockSupport.parkNanos(1_000_000);
    }
    return condition.getAsBoolean();
  }

  private boolean fallsAsleep() {
    return becomes(scavenger::isAsleep);
  }

  /** What {@code SmallAllocator} does around each operation that takes the slow path. */
  private void wake() {
    world.shared.wakeScavenger();
  }

  /** One for each class that it ever used would stay on the Java heap. */
  @Test
  void aHeapThatIsTakenApartKeepsNoBins() {
    Heap heap = world.heap();
    world.allocate(heap, 3, 10).forEach(block -> world.free(heap, block));
    long live = world.allocate(heap, 5, 1).getFirst();
    world.slowPath.dismantle(heap);
    assertThat(heap.bins()).isEmpty();
    world.free(heap, live);
    assertThat(heap.binIfAny(5)).isNotNull();
  }

  @Test
  void sleepsFromTheStart() {
    scavenger.start();

    assertThat(scavenger.isAsleep()).isTrue();
  }

  @Test
  void takesWhatAnIdleHeapHasAndSleepsAgain() {
    scavenger.start();
    Heap heap = idleStripe();
    wake();

    assertThat(fallsAsleep()).isTrue();
    assertThat(heap.isInUse()).isFalse();
    assertThat(world.shared.pool().hasDirtyPages()).isFalse();
    assertThat(world.shared.pool().purges().get()).isPositive();
    assertThat(new Census(world.shared).classes()).isEmpty();
  }

  private Heap idleStripe() {
    Heap heap = world.shared.registry().create(true);
    world.allocate(heap, SMALL, 100).forEach(block -> world.free(heap, block));
    heap.letGo();
    return heap;
  }

  @Test
  void staysAwakeWhileAHeapIsInUseByItsHolder() {
    scavenger.start();
    Heap heap = world.heap(); // held by this thread, so nobody takes it
    world.allocate(heap, SMALL, 100).forEach(block -> world.free(heap, block));
    Heap stripe = idleStripe();
    wake();
    assertThat(becomes(() -> !stripe.isInUse())).isTrue(); // it has looked around

    assertThat(scavenger.isAsleep()).isFalse();
    world.slowPath.dismantle(heap);
    assertThat(fallsAsleep()).isTrue();
  }

  /** A free on the fast path calls nobody: so nothing that has one may be left to sleep on. */
  @Test
  void doesNotSleepOnAHeapWhoseFastPathIsOpen() {
    Heap heap = world.heap();
    long block = world.allocate(heap, SMALL);
    List<Long> returned = world.allocate(heap, SMALL, 4);
    world.allocate(heap, SMALL, Math.toIntExact(figureOfFree(heap)));
    world.slowPath.dismantle(heap);
    assertThat(heap.isInUse()).isFalse();

    assertThat(heap.push(SMALL, block, world.states))
        .as("the first free goes the slow way")
        .isFalse();
    returned.forEach(first -> world.free(heap, first)); // to a slab that it does not own
    assertThat(heap.push(SMALL, block, world.states)).as("as long as it caches nothing").isFalse();
    world.free(heap, block);
    assertThat(heap.isInUse()).isTrue();
    assertThat(world.slowPath.cached(heap, SMALL)).isEqualTo(block);
    assertThat(heap.push(SMALL, block, world.states)).as("the next is fast, hence").isTrue();
    assertThat(heap.isInUse()).isTrue();
  }

  private static long figureOfFree(Heap heap) {
    return heap.cachedInAll(SMALL);
  }

  @Test
  void retiresAPostedSlabThatBecameEmpty() {
    scavenger.start();
    Heap owner = world.heap();
    List<Long> blocks = world.allocate(owner, FOUR_A_SLAB, 4);
    world.slowPath.dismantle(owner);
    Heap freer = world.heap();
    blocks.forEach(block -> world.free(freer, block));
    world.slowPath.dismantle(freer);
    wake();

    assertThat(fallsAsleep()).isTrue();
    assertThat(new Census(world.shared).classes()).isEmpty();
  }

  /** The OS pages that hold only free blocks go, and then it has nothing more to do. */
  @Test
  void purgesPartsOfASlabInUseOnce() {
    scavenger.start();
    Heap owner = world.heap();
    List<Long> blocks = world.allocate(owner, FOUR_A_SLAB, 4);
    world.free(owner, blocks.get(1));
    world.slowPath.dismantle(owner);
    wake();

    assertThat(fallsAsleep()).isTrue();
    assertThat(world.shared.pool().purges().get()).isEqualTo(1);
    wake();
    assertThat(fallsAsleep()).isTrue();
    assertThat(world.shared.pool().purges().get()).isEqualTo(1);
    assertThat(world.fault()).isNull();
  }

  @Test
  void takesTheHeapOfAThreadThatLivesButDoesNotUseIt() {
    scavenger.start();
    ExecutorService living = Executors.newSingleThreadExecutor(); // waits outside of this package
    Heap heap =
        CompletableFuture.supplyAsync(
                () -> {
                  Heap its = world.current.attached();
                  world.allocate(its, SMALL, 10).forEach(block -> world.free(its, block));
                  return its;
                },
                living)
            .join();
    wake();

    assertThat(fallsAsleep()).isTrue();
    assertThat(heap.isInUse()).isFalse();
    living.shutdownNow();
  }

  /** It lives as long as the allocator: it must not keep what its maker's thread refers to. */
  @Test
  void doesNotKeepTheClassLoaderOfItsMaker() throws Exception {
    WeakReference<ClassLoader> loader = makeUnderAnotherLoader();

    assertThat(
            becomes(() -> {
              System.gc();
              return loader.refersTo(null);
            }))
        .isTrue();
  }

  private WeakReference<ClassLoader> makeUnderAnotherLoader() throws InterruptedException {
    ClassLoader loader = new URLClassLoader(new URL[0]);
    Thread maker =
        new Thread(() -> {
          Scavenger made = new Scavenger(world.shared, world.reclaimer);
          made.start();
          KEPT.add(made);
        });
    maker.setContextClassLoader(loader);
    maker.start();
    maker.join();
    return new WeakReference<>(loader);
  }

  private static final List<Scavenger> KEPT = new java.util.ArrayList<>();

  @AfterEach
  void stopTheKept() {
    KEPT.forEach(Scavenger::stop);
    KEPT.clear();
  }
}
