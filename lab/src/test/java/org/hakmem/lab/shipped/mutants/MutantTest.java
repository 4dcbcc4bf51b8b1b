package org.hakmem.lab.shipped.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.util.List;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.shipped.ScratchFolder;
import org.junit.jupiter.api.Test;

/** A mutant is killed by what a check finds, and by nothing else. */
class MutantTest {

  private static final String SLAB = "org.hakmem.internal.slab.Slab";
  private static final String CLAIM = "return isOwnedBy(heap) || casOwner(Owner.POSTED, heap);";

  private static Mutant mutant(String killer, String to) {
    return new Mutant("a-mutant", killer, List.of(new Edit(SLAB, CLAIM, to)));
  }

  @Test
  void whatChangesNothingSurvives() throws Exception {
    Outcome outcome = mutant("abandoned-heap", CLAIM + " ").run(Effort.QUICK);

    assertThat(outcome.verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(outcome.explored()).isPositive();
  }

  @Test
  void aCheckThatReachesNoVerdictKillsNothing() {
    assertThatIOException()
        .isThrownBy(() -> mutant("no-such-check", CLAIM).run(Effort.QUICK))
        .withMessageContaining("no-such-check");
  }

  @Test
  void whatDoesNotCompileKillsNothing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> mutant("slab-claims", "return nonsense;").run(Effort.QUICK))
        .withMessageContaining("does not compile");
  }

  @Test
  void onlyTheChangedClassesAreReplaced() throws Exception {
    try (ScratchFolder folder = new ScratchFolder()) {
      MutantCompiler.compile(List.of(new Edit(SLAB, CLAIM, "return true;")), folder.path());
      try (var files = Files.walk(folder.path())) {
        assertThat(files.filter(Files::isRegularFile).map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder("Slab.class", "Slab$FreeStretch.class");
      }
    }
  }
}
