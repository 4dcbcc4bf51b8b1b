package org.hakmem.lab.analysed;

/**
 * The places of section 2.1, which drain without owning.
 *
 * <p>The analysis shows the code of the first four. Of the others it gives the line and the
 * context; they are modelled as that context says.
 */
final class CallSites {

  /** Remote frees from which on the background drain bothers. */
  private static final int LIGHT_THRESHOLD = 1;

  private CallSites() {}

  /** Fix #1, {@code superslab_refill} at line 614: drains all slabs, whoever owns them. */
  static void superslabRefill(Slab[] superslab) {
    for (Slab slab : superslab) {
      if (slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
    }
  }

  /** Fix #2, {@code hak_tiny_alloc_superslab} at line 749: the same loop, then the allocation. */
  static long allocSuperslab(Tls self, Slab[] superslab) {
    for (Slab slab : superslab) {
      if (slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
    }
    return self.malloc();
  }

  /** {@code tiny_refill.h:47}: drains the ring's entry, then claims it. */
  static boolean stickyRing(Tls self, Slab entry) {
    boolean hasRemote = entry.hasRemote();
    if (!entry.hasFree() && hasRemote) {
      entry.remoteDrainToFreelist();
    }
    return bindIfFree(self, entry);
  }

  /** {@code tiny_refill.h:65}: looks at the free list first. */
  static boolean hotSlot(Tls self, Slab hot) {
    if (!hot.hasFree() && hot.hasRemote()) {
      hot.remoteDrainToFreelist();
    }
    return bindIfFree(self, hot);
  }

  /** {@code tiny_refill.h:80}: the first slab of the bench that has something. */
  static boolean bench(Tls self, Slab[] bench) {
    for (Slab slab : bench) {
      if (!slab.hasFree() && slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
      if (bindIfFree(self, slab)) {
        return true;
      }
    }
    return false;
  }

  /** {@code tiny_mmap_gate.h:57}: sweeps over everything before more memory is mapped. */
  static boolean mmapGateSweep(Tls self, Slab[] slabs) {
    for (Slab slab : slabs) {
      if (slab.hasRemote()) {
        slab.remoteDrainToFreelist();
        if (bindIfFree(self, slab)) {
          return true;
        }
      }
    }
    return false;
  }

  /** {@code ss_remote_drain_light}: a thread in the background, by the remote counts. */
  static void remoteDrainLight(Slab[] superslab) {
    for (Slab slab : superslab) {
      if (slab.remoteCount.get() >= LIGHT_THRESHOLD) {
        slab.remoteDrainToFreelist();
      }
    }
  }

  /** {@code hakmem_tiny.c:652}: the old drain. */
  static void legacyDrain(Slab slab) {
    slab.remoteDrainToFreelist();
  }

  /** What these places have in common: the claim comes last, and its result is ignored. */
  private static boolean bindIfFree(Tls self, Slab slab) {
    if (!slab.hasFree()) {
      return false;
    }
    self.bind(slab);
    boolean _ = slab.ownerCas(self.tid);
    return true;
  }
}
