package org.hakmem.lab.shipped.tla;

import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;

/**
 * The specification within bounds, right or with a mistake made on purpose, and the properties that
 * TLC checks.
 *
 * @param name unique
 * @param source what it is about
 * @param bounds how much of it
 * @param fault the mistake, as the specification calls it; {@link #NO_FAULT} for none
 * @param properties invariants, or if {@code live} what comes to pass in the end
 * @param live whether threads are fair
 */
record Specification(
    String name, String source, Bounds bounds, String fault, List<String> properties, boolean live)
    implements Exhibit {

  /** The specification as it is. */
  static final String NO_FAULT = "none";

  /** A long run walks at random through more than could be searched. */
  private static final Bounds WIDE = Bounds.of(4, 3, "TwoAndOne").withMostGone(3);

  private static final int WALKS = 500;

  @Override
  public String section() {
    return "The protocol as a specification, by TLC";
  }

  @Override
  public Verdict expected() {
    return fault.equals(NO_FAULT) ? Verdict.HOLDS : Verdict.CAUGHT;
  }

  @Override
  public boolean runsBesideOthers() {
    return true;
  }

  @Override
  public Outcome run(Effort effort) throws Exception {
    if (effort.isLong() && !live && fault.equals(NO_FAULT)) {
      return Tlc.walk(configuration(WIDE, false), WALKS * effort.scale(), seed(effort));
    }
    return Tlc.search(configuration(bounds, !live));
  }

  /** Another for each specification. */
  private long seed(Effort effort) {
    return effort.seed() ^ name.hashCode();
  }

  private String configuration(Bounds within, boolean symmetric) {
    return "SPECIFICATION "
        + (live ? "Live" : "Safe")
        + "\n"
        + within.constants(fault)
        + (symmetric ? "SYMMETRY Symmetric\n" : "")
        + (live ? "PROPERTIES " : "INVARIANTS ")
        + String.join(" ", properties)
        + "\nCHECK_DEADLOCK FALSE\n";
  }
}
