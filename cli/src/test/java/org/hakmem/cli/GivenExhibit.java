package org.hakmem.cli;

import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;

/** Finds what it is given; tells the effort in its trace. */
record GivenExhibit(String name, Verdict expected, Outcome outcome, Exception failure)
    implements Exhibit {

  GivenExhibit(String name, Verdict expected, Outcome outcome) {
    this(name, expected, outcome, null);
  }

  static GivenExhibit failing(String name, Exception failure) {
    return new GivenExhibit(name, Verdict.CAUGHT, null, failure);
  }

  @Override
  public String section() {
    return "Given";
  }

  @Override
  public String source() {
    return "the test";
  }

  @Override
  public Outcome run(Effort effort) throws Exception {
    if (failure != null) {
      throw failure;
    }
    return new Outcome(
        outcome.verdict(), outcome.explored(), outcome.unit(), outcome.trace() + " at " + effort);
  }
}
