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
   * Returns if arenas may be made of {@code engine}. The first call goes through an arena's life,
   * so that later ones, which may have little of the stack, initialise no classes.
   *
   * @throws IllegalStateException if it is closed
   */
  static void require(Engine engine) {
    engine.requireOpen();
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
    try (HakmemArena arena = shared(engine)) {
      bytes += arena.allocate(1).byteSize();
    }
    try (HakmemArena arena = batched(engine)) {
      bytes += arena.allocate(1).byteSize();
    }
    engine.generations().endIdle();
    return bytes;
  }

  @SuppressWarnings("MustBeClosedChecker") // by the program
  static HakmemArena confined(Hakmem hakmem, Engine engine) {
    if (!engine.bindsBlocks()) {
      return new PortableArena(Arena.ofConfined());
    }
    return engine.givesOwnBlocks()
        ? new SharedArena(engine, Arena.ofConfined())
        : new ConfinedArena(hakmem);
  }

  @SuppressWarnings("MustBeClosedChecker") // by the program
  static HakmemArena shared(Engine engine) {
    return engine.bindsBlocks()
        ? new SharedArena(engine, Arena.ofShared())
        : new PortableArena(Arena.ofShared());
  }

  static HakmemArena batched(Engine engine) {
    engine.ensureStack(); // a generation that has counted an arena waits for its close
    return new BatchedArena(engine.generations(), engine.generations().open());
  }

  /** An engine's batched arenas. */
  static Generations generations(HakmemConfig config, Engine engine) {
    boolean byClock =
        !config.scavenger() || config.purgeDelayMillis() / LOOKS_PER_DELAY > config.batchMillis();
    return new Generations(
        engine,
        engine.bindsBlocks(),
        new Generations.Bounds(
            config.batchArenas(), config.batchBytes(), config.batchMillis(), byClock),
        Runtime.getRuntime().availableProcessors());
  }
}
