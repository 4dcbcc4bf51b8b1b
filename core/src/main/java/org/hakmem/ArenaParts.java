package org.hakmem;

import java.lang.foreign.Arena;
import org.hakmem.internal.arena.Generations;

/** What {@link Hakmem} makes arenas from. */
final class ArenaParts {

  /** Looks of the scavenger in a purge delay. */
  private static final int LOOKS_PER_DELAY = 4;

  /** Whether {@link #prepare} was called. A benign race: it may be called again. */
  private static boolean prepared;

  private ArenaParts() {}

  /**
   * Prepares for arenas of {@code engine}. The first call goes through an arena's life, so that
   * later ones, which may have little of the stack, initialise no classes.
   *
   * @throws IllegalStateException if it is closed, perhaps; those that make arenas always check
   */
  private static void prepareOnce(Engine engine) {
    if (!prepared) {
      EmptyStack.call(() -> prepare(engine));
      prepared = true;
    }
  }

  /**
   * One byte of each kind of arena.
   *
   * @return the bytes
   */
  private static long prepare(Engine engine) {
    long bytes = 0;
    try (HakmemArena arena = newShared(engine)) {
      bytes += arena.allocate(1).byteSize();
    }
    try (HakmemArena arena = newBatched(engine)) {
      bytes += arena.allocate(1).byteSize();
    }
    engine.generations().endIdle();
    return bytes;
  }

  /**
   * Makes a confined arena.
   *
   * @param closes whether the allocator can be closed, and has to know its open arenas
   */
  @SuppressWarnings("MustBeClosedChecker") // by the program
  static HakmemArena confined(Hakmem hakmem, Engine engine, boolean closes) {
    prepareOnce(engine);
    engine.requireOpen();
    if (!engine.bindsBlocks()) {
      return new PortableArena(Arena.ofConfined());
    }
    return engine.givesOwnBlocks()
        ? new SharedArena(engine, Arena.ofConfined())
        : new ConfinedArena(hakmem, closes ? engine.arenas() : null);
  }

  /** Makes a shared arena. */
  static HakmemArena shared(Engine engine) {
    prepareOnce(engine);
    return newShared(engine);
  }

  @SuppressWarnings("MustBeClosedChecker") // by the program
  private static HakmemArena newShared(Engine engine) {
    engine.requireOpen();
    return engine.bindsBlocks()
        ? new SharedArena(engine, Arena.ofShared())
        : new PortableArena(Arena.ofShared());
  }

  /** Makes a batched arena. */
  static HakmemArena batched(Engine engine) {
    prepareOnce(engine);
    return newBatched(engine);
  }

  private static HakmemArena newBatched(Engine engine) {
    engine.requireOpen();
    engine.ensureStack(); // a generation that has counted an arena waits for its close
    return new BatchedArena(engine.generations(), engine.generations().open());
  }

  /** An engine's batched arenas. */
  static Generations generations(HakmemConfig config, Engine engine) {
    boolean byClock =
        !config.scavenger() || config.purgeDelayMillis() / LOOKS_PER_DELAY > config.batchMillis();
    return new Generations(
        engine.arenaBlocks(),
        engine.bindsBlocks(),
        new Generations.Bounds(
            config.batchArenas(), config.batchBytes(), config.batchMillis(), byClock),
        Runtime.getRuntime().availableProcessors());
  }
}
