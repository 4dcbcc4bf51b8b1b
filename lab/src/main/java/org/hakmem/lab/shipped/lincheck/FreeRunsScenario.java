package org.hakmem.lab.shipped.lincheck;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import org.hakmem.internal.superslab.ShippedFreeRuns;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Two superslabs of which threads take and give pages: a and c of the first, b of the second. When
 * they are done, a search for room finds what there is, at each level of the tree.
 */
public final class FreeRunsScenario extends ShippedScenario {

  private final ShippedFreeRuns runs = ShippedFreeRuns.make();

  /** Both are free. */
  public FreeRunsScenario() {
    super();
  }

  /** Takes the first superslab's first page, or gives it. */
  @Operation
  public void aToggle() {
    runs.toggle(0, 0);
  }

  /** Takes the second superslab's first page, or gives it. */
  @Operation
  public void bToggle() {
    runs.toggle(1, 0);
  }

  /** Takes the first superslab's last page, or gives it. */
  @Operation
  public void cToggle() {
    runs.toggle(0, SUPERSLAB_PAGES - 1);
  }

  @Override
  @Nullable String broken() {
    return runs.broken();
  }
}
