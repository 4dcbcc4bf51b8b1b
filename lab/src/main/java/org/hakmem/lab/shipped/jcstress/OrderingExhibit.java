package org.hakmem.lab.shipped.jcstress;

import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;

/** An ordering, as it is shipped or weakened. */
final class OrderingExhibit implements Exhibit {

  private static final String UNIT = "samples";
  private static final int AGAIN = 5;
  private static final String ARCHITECTURE = System.getProperty("os.arch", "");

  /** Where all weakenings were seen. */
  private static final String ALWAYS_SHOWS = "amd64";

  private final Ordering ordering;
  private final Orderings run;

  OrderingExhibit(Ordering ordering, Orderings run) {
    this.ordering = ordering;
    this.run = run;
  }

  @Override
  public String section() {
    return "The orderings, by jcstress";
  }

  @Override
  public String name() {
    return run.weakened() ? ordering.name() + "-twin" : ordering.name();
  }

  @Override
  public String source() {
    return run.weakened() ? ordering.weakened() : ordering.what();
  }

  @Override
  public Verdict expected() {
    return run.weakened() ? Verdict.CAUGHT : Verdict.HOLDS;
  }

  @Override
  public Outcome run(Effort effort) throws Exception {
    Jcstress.Seen seen = run.seen(ordering.test(), effort);
    if (run.weakened() && seen.forbidden() == 0) { // on a busy machine threads seldom meet
      seen = run.seen(ordering.test(), new Effort(effort.scale() * AGAIN, effort.seed()));
    }
    if (seen.forbidden() > 0) {
      return Outcome.caught(seen.samples(), UNIT, seen.table());
    }
    return run.weakened() && !ARCHITECTURE.equals(ALWAYS_SHOWS)
        ? Outcome.unavailable("not seen on " + ARCHITECTURE + ", which need not show it")
        : new Outcome(Verdict.HOLDS, seen.samples(), UNIT, seen.table());
  }
}
