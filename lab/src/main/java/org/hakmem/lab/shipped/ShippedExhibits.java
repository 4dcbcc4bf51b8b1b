package org.hakmem.lab.shipped;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.shipped.collectors.CollectorExhibit;
import org.hakmem.lab.shipped.jcstress.Orderings;
import org.hakmem.lab.shipped.lincheck.CheckExhibit;
import org.hakmem.lab.shipped.mutants.Mutants;
import org.hakmem.lab.shipped.tla.Specifications;

/** What is exhibited of the shipped code. */
public final class ShippedExhibits {

  private ShippedExhibits() {}

  /** The quick ones, which belong to the build, in the order of the table. */
  public static List<Exhibit> quick() {
    List<Exhibit> quick = new ArrayList<>();
    quick.addAll(CheckExhibit.all());
    quick.addAll(Mutants.all());
    quick.addAll(Specifications.quick());
    return quick;
  }

  /** Those that only {@code hakmem lab} runs. */
  public static List<Exhibit> more() {
    List<Exhibit> more = new ArrayList<>();
    more.addAll(Orderings.all());
    more.addAll(CollectorExhibit.all());
    more.addAll(Specifications.more());
    return more;
  }
}
