package org.hakmem.lab.analysed;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/** Section 5: the options, as written and made good; and the assertion of section 6.2. */
final class OptionScenarios {

  private OptionScenarios() {}

  /** A slab that nobody owns; every thread remembers it, and it stands in the mailbox. */
  abstract static class Remembered extends Scenario {

    final Slab slab;

    Remembered(long[] free, long[] remote) {
      super(free.length + remote.length);
      slab = slab(free, remote);
      mailbox.set(slab);
    }

    @Operation
    public long bMalloc() {
      return b.malloc();
    }

    @Operation
    public long cMalloc() {
      return c.malloc();
    }
  }

  /** Option A: Fix #1 and Fix #2 are gone, the sticky ring and the hot slot are as they were. */
  public static class OptionA extends Remembered {

    /** Both blocks are in the remote list. */
    public OptionA() {
      super(blocks(), blocks(1, 2));
    }

    @Operation
    public boolean bSticky() {
      return CallSites.stickyRing(b, slab);
    }

    @Operation
    public boolean cHot() {
      return CallSites.hotSlot(c, slab);
    }
  }

  /** Option B where a slab that was published is taken from its owner. */
  public static class OptionBWindow extends Scenario {

    private final Slab slab = slabOf(a, blocks(1, 2), blocks(3));
    private final AtomicReference<@Nullable Slab> published = new AtomicReference<>(slab);

    /** Starts with the slab published, and still a's by its field. */
    public OptionBWindow() {
      super(3);
    }

    @Operation
    public void aRefill() {
      Claims.optionB(a, new Slab[] {slab});
    }

    @Operation
    public boolean bAdopt() {
      return Claims.takingItFromItsOwner(b, Claims.take(published));
    }

    @Operation
    public long bMalloc() {
      return b.malloc();
    }
  }

  /** Option B where only the owner itself gives its slab up. */
  public static class OptionBKept extends Scenario {

    private final Slab slab = slabOf(a, blocks(1, 2), blocks(3));

    /** Starts with the slab posted. */
    public OptionBKept() {
      super(3);
      mailbox.set(slab);
    }

    @Operation
    public void aRefill() {
      Claims.optionB(a, new Slab[] {slab});
    }

    @Operation
    public long aMalloc() {
      return a.malloc();
    }

    @Operation
    public void aRelease() {
      a.release();
    }

    @Operation
    public boolean bMailbox() {
      return Claims.checked(b, Claims.take(mailbox));
    }

    @Operation
    public long bMalloc() {
      return b.malloc();
    }
  }

  /** Option C as written: claims first, and ignores the result. */
  public static class OptionC extends Remembered {

    /** One block free, one in the remote list. */
    public OptionC() {
      super(blocks(1), blocks(2));
    }

    @Operation
    public boolean bSticky() {
      return Claims.optionC(b, slab);
    }

    @Operation
    public boolean cHot() {
      return Claims.optionC(c, slab);
    }
  }

  /** Options A and C as written, which the analysis recommends: Fix #3 stays as it is. */
  public static class OptionsAAndC extends Remembered {

    /** Everything is in the remote list. */
    public OptionsAAndC() {
      super(blocks(), blocks(1, 2));
    }

    @Operation
    public void bMailbox() {
      Claims.ignoringTheResult(b, Claims.take(mailbox));
    }

    @Operation
    public boolean cSticky() {
      return Claims.optionC(c, slab);
    }
  }

  /** Option C with its result checked. */
  public static class OptionCChecked extends Remembered {

    /** One block free, one in the remote list. */
    public OptionCChecked() {
      super(blocks(1), blocks(2));
    }

    @Operation
    public boolean bSticky() {
      return Claims.optionCChecked(b, slab);
    }

    @Operation
    public long bFree() {
      return b.free(slab);
    }

    @Operation
    public void bRelease() {
      b.release();
    }

    @Operation
    public boolean cHot() {
      return Claims.optionCChecked(c, slab);
    }

    @Operation
    public long cFree() {
      return c.free(slab);
    }

    @Operation
    public void cRelease() {
      c.release();
    }
  }

  /** Option C with its result checked, but Fix #2 is still there. */
  public static class OptionCWithFix2 extends OptionCChecked {

    @Operation
    public long cMallocDrainingAll() {
      return CallSites.allocSuperslab(c, new Slab[] {slab});
    }
  }

  /** Options A and C, and every claim is checked, that of Fix #3 too. */
  public static class AllChecked extends OptionCChecked {

    @Operation
    public boolean aMailbox() {
      return Claims.checked(a, Claims.take(mailbox));
    }

    @Operation
    public boolean aBench() {
      return Claims.optionCChecked(a, slab);
    }

    @Operation
    public long aMalloc() {
      return a.malloc();
    }

    @Operation
    public long aFree() {
      return a.free(slab);
    }

    @Operation
    public void aRelease() {
      a.release();
    }

    @Operation
    public boolean bMailbox() {
      return Claims.checked(b, Claims.take(mailbox));
    }

    @Operation
    public boolean cMailbox() {
      return Claims.checked(c, Claims.take(mailbox));
    }
  }

  /** Drains assert that nobody else owns the slab. */
  public static class OwnershipAssertion extends Remembered {

    /** One block free, one in the remote list. */
    public OwnershipAssertion() {
      super(blocks(1), blocks(2));
    }

    @Operation
    public boolean bDrain() {
      return Claims.assertedDrain(b, slab);
    }

    @Operation
    public boolean cMailbox() {
      return Claims.checked(c, Claims.take(mailbox));
    }
  }
}
