package org.hakmem.lab.analysed;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The ways to take a slab that claim before they drain: sections 3.1 and 5.3, and better ones. */
final class Claims {

  private Claims() {}

  /** The entry of a mailbox or of the list of published slabs: whoever takes it has it alone. */
  static @Nullable Slab take(AtomicReference<@Nullable Slab> slot) {
    return slot.getAndSet(null);
  }

  /** Fix #3 as written: binds, tries to claim, and goes on whether or not it succeeded. */
  static void ignoringTheResult(Tls self, @Nullable Slab slab) {
    if (slab != null) {
      self.bind(slab);
      boolean _ = slab.ownerCas(self.tid);
      if (slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
    }
  }

  /** The result is checked before the drain, but the thread is bound already. */
  static void bindingFirst(Tls self, @Nullable Slab slab) {
    if (slab != null) {
      self.bind(slab);
      if (slab.ownerCas(self.tid) && slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
    }
  }

  /** The claim as section 3.1 words it: "sets owner_tid = self". */
  static void byPlainStore(Tls self, @Nullable Slab slab) {
    if (slab != null) {
      slab.setOwner(self.tid);
      self.bind(slab);
      if (slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
    }
  }

  /** Claims, and only if that succeeded binds and drains. */
  static boolean checked(Tls self, @Nullable Slab slab) {
    if (slab == null || !slab.ownerCas(self.tid)) {
      return false;
    }
    self.release(); // of the slab so far: a thread owns what it is bound to
    self.bind(slab);
    if (slab.hasRemote()) {
      slab.remoteDrainToFreelist();
    }
    return true;
  }

  /** Adoption that takes the slab from whoever owns it, live or not; the result is checked. */
  static boolean takingItFromItsOwner(Tls self, @Nullable Slab slab) {
    if (slab == null) {
      return false;
    }
    int owner = slab.owner();
    if (!slab.ownerCas(owner, self.tid)) {
      return false;
    }
    self.bind(slab);
    if (slab.hasRemote()) {
      slab.remoteDrainToFreelist();
    }
    return true;
  }

  /** Option C as written, for the sticky ring, the hot slot and the bench. */
  static boolean optionC(Tls self, Slab slab) {
    boolean hasRemote = slab.hasRemote();
    if (!slab.hasFree() && !hasRemote) {
      return false;
    }
    self.bind(slab);
    boolean _ = slab.ownerCas(self.tid);
    if (!slab.hasFree() && hasRemote) {
      slab.remoteDrainToFreelist();
    }
    return slab.hasFree();
  }

  /** Option C with the result checked; the free list is looked at by the owner only. */
  static boolean optionCChecked(Tls self, Slab slab) {
    return checked(self, slab) && slab.hasFree();
  }

  /** Option B: drains what it owns at the time of the look. */
  static void optionB(Tls self, Slab[] superslab) {
    for (Slab slab : superslab) {
      if (slab.owner() == self.tid && slab.hasRemote()) {
        slab.remoteDrainToFreelist();
      }
    }
  }

  /** The debug assertion of section 6.2: false if it would end the program. */
  static boolean assertedDrain(Tls self, Slab slab) {
    int owner = slab.owner();
    if (owner != Slab.NOBODY && owner != self.tid) {
      return false;
    }
    slab.remoteDrainToFreelist();
    return true;
  }
}
