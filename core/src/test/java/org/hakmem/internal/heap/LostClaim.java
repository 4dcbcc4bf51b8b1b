package org.hakmem.internal.heap;

import org.hakmem.internal.slab.Slab;

/** A claim that comes too late, which needs two threads at just the right moment otherwise. */
public final class LostClaim {

  private LostClaim() {}

  /** Has one heap claim what another has claimed. */
  public static void happen() {
    World world = World.withoutMagazines();
    Heap first = world.heap();
    Slab slab = world.shared.newSlab(first, World.FOUR_A_SLAB);
    if (world.shared.claim(world.heap(), slab)) {
      throw new AssertionError("claimed what another heap owns");
    }
  }
}
