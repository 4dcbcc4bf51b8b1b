package org.hakmem.lab.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.analysed.AnalysedExhibits;
import org.hakmem.lab.crash.SymptomExhibit;
import org.hakmem.lab.shipped.ShippedExhibits;

/** All exhibits, in the order of the table. */
public final class Catalogue {

  private final List<Exhibit> exhibits;

  /**
   * Makes one of these exhibits.
   *
   * @throws IllegalArgumentException if two of them have the same name
   */
  public Catalogue(List<? extends Exhibit> exhibits) {
    Set<String> names = new HashSet<>();
    for (Exhibit exhibit : exhibits) {
      if (!names.add(exhibit.name())) {
        throw new IllegalArgumentException("two exhibits are called " + exhibit.name());
      }
    }
    this.exhibits = List.copyOf(exhibits);
  }

  /** The project's own. */
  public static Catalogue all() {
    List<Exhibit> all = new ArrayList<>(quick().exhibits());
    all.addAll(ShippedExhibits.more());
    return new Catalogue(all);
  }

  /** Those of the project's own that belong to the build. */
  public static Catalogue quick() {
    List<Exhibit> quick = new ArrayList<>(AnalysedExhibits.all());
    quick.add(new SymptomExhibit());
    quick.addAll(ShippedExhibits.quick());
    return new Catalogue(quick);
  }

  /** The exhibits. */
  public List<Exhibit> exhibits() {
    return exhibits;
  }

  /** The exhibit of that name, if there is one. */
  public Optional<Exhibit> find(String name) {
    return exhibits.stream().filter(exhibit -> exhibit.name().equals(name)).findFirst();
  }
}
