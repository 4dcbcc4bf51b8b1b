package org.hakmem.proof.fuzz;

import org.hakmem.HakmemArena;
import org.hakmem.proof.fuzz.Subject.ArenaKind;
import org.jspecify.annotations.Nullable;

/** The steps that open, use and close arenas. */
final class ArenaSteps {

  private static final int MAX_ARENAS = 8;

  private final Hand hand;
  private final LiveBlocks live;
  private final boolean alone;

  ArenaSteps(Hand hand, LiveBlocks live, boolean alone) {
    this.hand = hand;
    this.live = live;
    this.alone = alone;
  }

  /** Returns the thread that must do a step: a confined arena belongs to one. */
  Worker workerFor(Step step) {
    return switch (step.kind()) {
      case OPEN_ARENA ->
          kind(step) == ArenaKind.CONFINED && step.worker() == Worker.VIRTUAL
              ? Worker.CALLER // a virtual thread ends with its step
              : step.worker();
      case ALLOCATE_IN_ARENA, CLOSE_ARENA -> {
        @Nullable OpenArena arena = pick(step);
        yield arena != null && arena.isConfined() && !isTrespass(step)
            ? arena.worker()
            : step.worker();
      }
      default -> step.worker();
    };
  }

  /** Returns whether a step tries what another thread may not do. */
  private static boolean isTrespass(Step step) {
    return step.choose(8, 9) == 0;
  }

  private static ArenaKind kind(Step step) {
    return ArenaKind.of(step.choose(3, 7));
  }

  private @Nullable OpenArena pick(Step step) {
    return hand.arenas().isEmpty() ? null : hand.arenas().get(step.pick(hand.arenas().size()));
  }

  void apply(Step step, Instance instance, Worker worker) {
    if (step.kind() == StepKind.OPEN_ARENA) {
      if (hand.arenas().size() < MAX_ARENAS) {
        open(kind(step), instance, worker);
      }
      return;
    }
    @Nullable OpenArena arena = pick(step);
    if (arena == null) {
      return;
    }
    if (arena.isConfined() && arena.worker() != worker) {
      arena.requireConfinement();
    } else if (step.kind() == StepKind.CLOSE_ARENA) {
      close(arena);
    } else if (arena.isFull()) {
      arena.verify();
    } else {
      allocate(arena, step);
    }
  }

  private void open(ArenaKind kind, Instance instance, Worker worker) {
    HakmemArena arena = instance.subject().newArena(kind);
    instance.arenaOpened();
    hand.arenas().add(new OpenArena(instance, arena, kind, worker, live));
  }

  private void allocate(OpenArena arena, Step step) {
    try {
      arena.allocate(step.size(), step.alignment(), step.choose(2, 8) == 0, step.anyLong());
    } catch (OutOfMemoryError e) {
      if (!arena.owner().mayRefuse(step.size(), step.alignment(), alone)) {
        throw new Finding("arena with " + step.size() + " bytes threw " + e, e);
      }
    }
  }

  /** Closes an arena; in its thread if it is confined. */
  void close(OpenArena arena) {
    hand.arenas().remove(arena);
    arena.close();
    arena.owner().arenaClosed();
  }
}
