package org.apache.arrow.memory.unsafe;

import org.apache.arrow.memory.AllocationManager;
import org.hakmem.arrow.HakmemAllocationManager;

/**
 * Makes hakmem the default of Arrow's allocators that are given no factory, by having a name that
 * Arrow looks for. For Arrow alone: programs name {@link HakmemAllocationManager#FACTORY}.
 *
 * <p>Arrow 19 has no service to register with. It searches the class path for a class {@code
 * DefaultAllocationManagerFactory} in the packages {@code org.apache.arrow.memory}, {@code .unsafe}
 * and {@code .netty}, in this order, and reads the field {@code FACTORY} of the first. The first
 * package is that of Arrow's core, which no other module may have; so this is the second. There is
 * nothing unsafe in it.
 */
public final class DefaultAllocationManagerFactory {

  /** What Arrow reads. */
  public static final AllocationManager.Factory FACTORY = HakmemAllocationManager.FACTORY;

  private DefaultAllocationManagerFactory() {}
}
