package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.hakmem.HakmemConfig;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs at the same time on the same instances, on platform and virtual threads that end
 * and have successors. Some blocks are freed by another thread than allocated them. When all have
 * ended the invariants are checked and nothing may be left.
 */
final class ConcurrentRun {

  private static final int STEPS = 1_000;
  private static final int MAX_GIVEN = 256;
  private static final int ODDS_OF_GIVING = 4;

  /**
   * How much runs at the same time.
   *
   * @param platformThreads platform threads
   * @param virtualThreads virtual threads
   * @param instances allocators that the run makes and closes
   * @param maxBytes usable bytes that all threads together hold at about most
   */
  record Shape(int platformThreads, int virtualThreads, int instances, long maxBytes) {
    int threads() {
      return platformThreads + virtualThreads;
    }
  }

  private final FuzzSettings settings;
  private final Shape shape;
  private final List<Instance> lasting;
  private final LiveBlocks live = new LiveBlocks();
  private final List<Instance> instances = new ArrayList<>();
  private final ConcurrentLinkedQueue<Block> given = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
  private final AtomicLong operations = new AtomicLong();

  /**
   * Creates one.
   *
   * @param lasting allocators that the run uses besides its own, and leaves open
   */
  ConcurrentRun(FuzzSettings settings, Shape shape, List<Instance> lasting) {
    this.settings = settings;
    this.shape = shape;
    this.lasting = lasting;
  }

  /**
   * Runs programs that follow from the seed: in each thread one, and then more as long as {@code
   * goOn} says so, each in a new thread.
   *
   * @return the number of calls made
   * @throws Finding at the first difference from the model
   */
  long run(long seed, BooleanSupplier goOn) {
    try {
      begin(seed);
      CountDownLatch ends = new CountDownLatch(shape.threads());
      for (int i = 0; i < shape.threads(); i++) {
        start(i, Mix.of(seed) + i, goOn, ends);
      }
      ends.await();
      requireNothingLeft();
    } catch (Finding e) {
      throw abandoned(e);
    } catch (InterruptedException e) {
      throw abandoned(new IllegalStateException("interrupted", e));
    }
    closeAll();
    return operations.get();
  }

  private void begin(long seed) {
    for (int i = 0; i < shape.instances(); i++) {
      HakmemConfig config = Configs.random(seed + i, settings.safety());
      instances.add(new Instance(settings.factory().apply(config), config));
    }
    instances.addAll(lasting);
  }

  private void closeAll() {
    instances.removeAll(lasting);
    instances.forEach(instance -> instance.subject().close());
  }

  /** Arenas of the thread that found something are still open, so that the close may be refused. */
  private <T extends Throwable> T abandoned(T exception) {
    try {
      closeAll();
    } catch (IllegalStateException e) {
      exception.addSuppressed(e);
    }
    return exception;
  }

  private void start(int index, long seed, BooleanSupplier goOn, CountDownLatch ends) {
    Thread.Builder builder =
        index < shape.platformThreads() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    builder
        .name("fuzz-" + index)
        .start(() -> {
          runOne(Program.random(seed, STEPS));
          if (thrown.get() == null && goOn.getAsBoolean()) {
            start(index, Mix.of(seed), goOn, ends);
          } else {
            ends.countDown();
          }
        });
  }

  private void runOne(Program program) {
    long share = shape.maxBytes() / shape.threads();
    Actor actor = new Actor(live, share, false, program.settings());
    try {
      for (int i = 0; i < program.steps() && thrown.get() == null; i++) {
        step(program.step(i), actor);
      }
      for (OpenArena arena : List.copyOf(actor.hand().arenas())) {
        actor.arenas().close(arena);
      }
      while (!actor.hand().isEmpty()) {
        give(actor);
      }
    } catch (Throwable t) {
      thrown.compareAndSet(null, t);
    } finally {
      operations.addAndGet(actor.operations());
    }
  }

  private void step(Step step, Actor actor) {
    actor.act(step, instances.get(step.pick(instances.size())), Worker.CALLER);
    if (step.kind() == StepKind.FREE && step.choose(ODDS_OF_GIVING, 20) == 0) {
      if (!actor.hand().isEmpty()) {
        give(actor);
      }
      freeGiven(actor);
    }
  }

  /** Hands the newest block over to whichever thread takes it. */
  private void give(Actor actor) {
    Hand hand = actor.hand();
    given.add(hand.release(hand.size() - 1));
    if (given.size() > MAX_GIVEN) {
      freeGiven(actor);
    }
  }

  private void freeGiven(Actor actor) {
    Block block = given.poll();
    if (block != null) {
      live.remove(block.address());
      block.owner().removed(block);
      actor.freeGiven(block);
    }
  }

  private void requireNothingLeft() {
    Throwable first = thrown.get();
    if (first instanceof Finding finding) {
      throw finding;
    }
    if (first != null) {
      throw new Finding("unexpected: " + first, first);
    }
    instances.forEach(Instance::requireConsistent);
    Actor last = new Actor(live, 0, false, 0);
    while (!given.isEmpty()) {
      freeGiven(last);
    }
    instances.forEach(Instance::requireEmpty);
  }
}
