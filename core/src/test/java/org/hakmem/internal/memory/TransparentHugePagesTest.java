package org.hakmem.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The administrator's word on huge pages is obeyed. */
class TransparentHugePagesTest {

  @TempDir private Path folder;

  private TransparentHugePages setting(String text) throws IOException {
    return new TransparentHugePages(Files.writeString(folder.resolve("enabled"), text));
  }

  @ParameterizedTest
  @CsvSource({
    "[always] madvise never, true",
    "always [madvise] never, true",
    "always madvise [never], false",
    "nonsense, false"
  })
  void followTheSetting(String text, boolean allowed) throws IOException {
    assertThat(setting(text).areAllowed()).isEqualTo(allowed);
  }

  @Test
  void areNotAllowedWhereNobodySays() {
    assertThat(new TransparentHugePages(folder.resolve("none")).areAllowed()).isFalse();
  }

  @Test
  void theSettingMayChange() throws IOException {
    TransparentHugePages pages = setting("[always] madvise never");
    assertThat(pages.areAllowed()).isTrue();
    setting("always madvise [never]");
    assertThat(pages.areAllowed()).isFalse();
  }

  @Test
  @Tag("native-only")
  void underNeverNothingIsCollapsed() throws IOException {
    assumeTrue(collapses("always [madvise] never"), "Linux 6.1 or newer, with huge pages");
    assertThat(collapses("always madvise [never]")).isFalse();
  }

  private boolean collapses(String text) throws IOException {
    try (NativeMemory memory = new NativeMemory(1 << 30, false, setting(text))) {
      long at = memory.windowBase();
      memory.commit(at, Geometry.SUPERSLAB_BYTES);
      memory.segment(at, Geometry.SUPERSLAB_BYTES).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      return memory.collapse(at);
    }
  }
}
