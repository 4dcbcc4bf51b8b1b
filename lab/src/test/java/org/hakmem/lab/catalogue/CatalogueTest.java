package org.hakmem.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Exhibits;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private final Exhibit one = Exhibits.of("one", Verdict.HOLDS, () -> Outcome.holds(1, "runs"));
  private final Exhibit two = Exhibits.of("two", Verdict.HOLDS, () -> Outcome.holds(1, "runs"));

  @Test
  void findsByName() {
    Catalogue catalogue = new Catalogue(List.of(one, two));

    assertThat(catalogue.find("two")).contains(two);
    assertThat(catalogue.find("three")).isEmpty();
  }

  @Test
  void refusesTwoOfTheSameName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Catalogue(List.of(one, one)))
        .withMessageContaining("one");
  }

  @Test
  void theProjectsOwnAreWellNamedAndExpectBothVerdicts() {
    List<Exhibit> all = Catalogue.all().exhibits();

    assertThat(all)
        .allSatisfy(exhibit -> assertThat(exhibit.name()).matches("[a-z0-9]+(-[a-z0-9]+)*"));
    assertThat(all).extracting(Exhibit::expected).contains(Verdict.HOLDS, Verdict.CAUGHT);
  }
}
