package org.hakmem.lab.shipped;

import org.hakmem.internal.slab.BlockStates;
import org.hakmem.internal.slab.SizeClasses;

/** States of no block, for tests of what does not depend on them. */
public final class UntrackedStates {

  /** No class is tracked. */
  public static final BlockStates ALL = BlockStates.of(new PaperMemory(), SizeClasses.COUNT);

  private UntrackedStates() {}
}
