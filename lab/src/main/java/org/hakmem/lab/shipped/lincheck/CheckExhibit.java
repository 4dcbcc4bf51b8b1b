package org.hakmem.lab.shipped.lincheck;

import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;

/** A check of the shipped code as it is: it has to hold. */
public final class CheckExhibit implements Exhibit {

  private final NamedCheck check;

  private CheckExhibit(NamedCheck check) {
    this.check = check;
  }

  /** All of them, in the order of the table. */
  public static List<CheckExhibit> all() {
    return Checks.all().stream().map(CheckExhibit::new).toList();
  }

  @Override
  public String section() {
    return "The shipped code, by Lincheck";
  }

  @Override
  public String name() {
    return check.name();
  }

  @Override
  public String source() {
    return check.property();
  }

  @Override
  public Verdict expected() {
    return Verdict.HOLDS;
  }

  @Override
  public Outcome run(Effort effort) throws Exception {
    return check.run(effort);
  }
}
