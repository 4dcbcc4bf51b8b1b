package org.hakmem.lab.analysed;

import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/** Sections 2.2, 2.3 and 3.1: what the claim is worth on the mailbox path and the adopt path. */
final class ClaimScenarios {

  private ClaimScenarios() {}

  /** The slab of a stands in the mailbox, since another thread freed its block 3. */
  abstract static class Posted extends Scenario {

    final Slab slab;

    Posted() {
      super(3);
      slab = slabOf(a, blocks(1, 2), blocks(3));
      mailbox.set(slab);
    }

    @Operation
    public long aMalloc() {
      return a.malloc();
    }

    @Operation
    public long bMalloc() {
      return b.malloc();
    }
  }

  /** Fix #3 as written. */
  public static class ResultIgnored extends Posted {

    @Operation
    public void bMailbox() {
      Claims.ignoringTheResult(b, Claims.take(mailbox));
    }
  }

  /** Fix #3, its result checked too late. */
  public static class BoundFirst extends Posted {

    @Operation
    public void bMailbox() {
      Claims.bindingFirst(b, Claims.take(mailbox));
    }
  }

  /** Fix #3 with a claim that can't fail. */
  public static class PlainStore extends Posted {

    @Operation
    public void bMailbox() {
      Claims.byPlainStore(b, Claims.take(mailbox));
    }
  }

  /** Fix #3 made good. */
  public static class ResultChecked extends Posted {

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
    public long bFree() {
      return b.free(slab);
    }
  }

  /** A slab that nobody owns was published for adoption, and stands in the mailbox as well. */
  abstract static class Published extends Scenario {

    final Slab slab = slab(blocks(1), blocks(2));
    final AtomicReference<@Nullable Slab> published = new AtomicReference<>(slab);

    Published() {
      super(2);
      mailbox.set(slab);
    }

    @Operation
    public long bMalloc() {
      return b.malloc();
    }

    /** Thread c does it right. */
    @Operation
    public boolean cMailbox() {
      return Claims.checked(c, Claims.take(mailbox));
    }

    @Operation
    public long cMalloc() {
      return c.malloc();
    }
  }

  /** The adopt path as written. */
  public static class AdoptAsWritten extends Published {

    @Operation
    public void bAdopt() {
      Claims.ignoringTheResult(b, Claims.take(published));
    }
  }

  /** The adopt path made good. */
  public static class AdoptChecked extends Published {

    @Operation
    public boolean bAdopt() {
      return Claims.checked(b, Claims.take(published));
    }

    @Operation
    public long bFree() {
      return b.free(slab);
    }

    @Operation
    public long cFree() {
      return c.free(slab);
    }
  }
}
