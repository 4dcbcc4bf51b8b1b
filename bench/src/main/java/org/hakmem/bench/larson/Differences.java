package org.hakmem.bench.larson;

import org.hakmem.HakmemStats.Protocol;
import org.hakmem.HakmemStats.Refills;

/** What was counted between two snapshots. */
final class Differences {

  private Differences() {}

  static Refills of(Refills before, Refills after) {
    return new Refills(
        after.hot() - before.hot(),
        after.sticky() - before.sticky(),
        after.bench() - before.bench(),
        after.mailbox() - before.mailbox(),
        after.adopt() - before.adopt(),
        after.gate() - before.gate(),
        after.fresh() - before.fresh());
  }

  static Protocol of(Protocol before, Protocol after) {
    return new Protocol(
        after.claimsWon() - before.claimsWon(),
        after.claimsLost() - before.claimsLost(),
        after.drains() - before.drains(),
        after.remoteFrees() - before.remoteFrees(),
        after.adoptions() - before.adoptions(),
        after.purges() - before.purges(),
        after.slabsRetired() - before.slabsRetired(),
        after.lateDoubleFrees() - before.lateDoubleFrees());
  }
}
