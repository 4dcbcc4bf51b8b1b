package org.hakmem.lab.shipped.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class EditTest {

  private static final String SLAB = "org.hakmem.internal.slab.Slab";

  @Test
  void replacesWhatStandsThereOnce() {
    assertThat(new Edit(SLAB, "b c", "x").apply("a b c d")).isEqualTo("a x d");
  }

  @Test
  void breaksLoudlyWhenTheCodeMoved() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new Edit(SLAB, "b", "x").apply("a c"))
        .withMessageContaining("nowhere");
    assertThatIllegalStateException()
        .isThrownBy(() -> new Edit(SLAB, "a", "x").apply("a a"))
        .withMessageContaining("more than once");
  }

  @Test
  void readsTheShippedSources() throws Exception {
    assertThat(Edit.source(SLAB)).contains("public final class Slab extends PageRun {");
    assertThatIOException().isThrownBy(() -> Edit.source("org.hakmem.Missing"));
  }
}
