package org.hakmem.lab.shipped.mutants;

import java.time.Duration;
import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.shipped.ForkedProgram;
import org.hakmem.lab.shipped.ScratchFolder;
import org.hakmem.lab.shipped.lincheck.CheckProgram;

/**
 * A mistake in the shipped code.
 *
 * @param name unique
 * @param killer name of the check that has to notice it
 * @param edits what it changes
 */
record Mutant(String name, String killer, List<Edit> edits) implements Exhibit {

  /** A check that takes longer has not noticed it. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String section() {
    return "Mutants of the shipped code";
  }

  @Override
  public String source() {
    return "killed by " + killer;
  }

  @Override
  public Verdict expected() {
    return Verdict.CAUGHT;
  }

  @Override
  public boolean runsBesideOthers() {
    return true;
  }

  @Override
  public Outcome run(Effort effort) throws Exception {
    try (ScratchFolder classes = new ScratchFolder()) {
      MutantCompiler.compile(edits, classes.path());
      return CheckProgram.run(ForkedProgram.brief().before(classes.path()), LIMIT, killer, effort);
    }
  }
}
