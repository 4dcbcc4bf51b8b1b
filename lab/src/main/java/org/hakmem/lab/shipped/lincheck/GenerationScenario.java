package org.hakmem.lab.shipped.lincheck;

import java.util.concurrent.atomic.AtomicInteger;
import org.hakmem.internal.arena.GenerationCount;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A generation of at most three arenas: threads open arenas in it and close them, and one seals it.
 * Its memory is released once, by the one that the count says, and not while an arena is open.
 */
public final class GenerationScenario extends ShippedScenario {

  private static final int MOST_ARENAS = 3;
  private static final int BYTES = 64;

  private final GenerationCount count = new GenerationCount(MOST_ARENAS);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger releases = new AtomicInteger();
  private volatile boolean early;
  private volatile boolean sealed;
  private int ofA;
  private int ofB;
  private int ofC;

  /** Without arenas. */
  public GenerationScenario() {
    super();
  }

  private int open() {
    if (count.tryOpen() == GenerationCount.REFUSED) {
      return 0;
    }
    open.incrementAndGet();
    opened.incrementAndGet();
    early |= releases.get() != 0;
    return 1;
  }

  private int close(int mine) {
    if (mine != 0) {
      open.decrementAndGet();
      releaseIfOver(count.close(BYTES));
    }
    return 0;
  }

  private void releaseIfOver(long after) {
    if (GenerationCount.isOver(after)) {
      early |= open.get() != 0;
      releases.incrementAndGet();
    }
  }

  /** Opens an arena, if it gets one. */
  @Operation
  public void aOpen() {
    ofA += open();
  }

  /** Closes the arena opened before. */
  @Operation
  public void aClose() {
    ofA = close(ofA);
  }

  /** Opens an arena, if it gets one. */
  @Operation
  public void bOpen() {
    ofB += open();
  }

  /** Closes the arena opened before. */
  @Operation
  public void bClose() {
    ofB = close(ofB);
  }

  /** Opens an arena, if it gets one. */
  @Operation
  public void cOpen() {
    ofC += open();
  }

  /** Closes the arena opened before. */
  @Operation
  public void cClose() {
    ofC = close(ofC);
  }

  /** Seals it, as the scavenger does with an old one. */
  @Operation
  public void cSeal() {
    long after = count.trySeal();
    if (after != GenerationCount.REFUSED) {
      releaseIfOver(after);
    }
    sealed = true;
  }

  @Override
  @Nullable String broken() {
    if (early) {
      return "released while an arena was open";
    }
    if (releases.get() > 1) {
      return "released " + releases + " times";
    }
    boolean over = open.get() == 0 && (sealed || opened.get() == MOST_ARENAS);
    if (over && releases.get() == 0) {
      return "all closed and no more let in, but never released";
    }
    return opened.get() > MOST_ARENAS ? "more arenas than allowed" : null;
  }
}
