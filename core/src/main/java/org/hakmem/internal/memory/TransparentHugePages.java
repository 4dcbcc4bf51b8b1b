package org.hakmem.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the administrator allows transparent huge pages. {@code MADV_COLLAPSE} does not ask: it
 * makes huge pages even where {@code never} is set.
 */
final class TransparentHugePages {

  private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private final Path setting;

  TransparentHugePages() {
    this(SETTING);
  }

  /** With another file than the kernel's, for tests. */
  TransparentHugePages(Path setting) {
    this.setting = setting;
  }

  /** Reads the setting anew, as it may change. False if it is {@code never} or can't be read. */
  boolean areAllowed() {
    try {
      String text = Files.readString(setting);
      return text.contains("[always]") || text.contains("[madvise]");
    } catch (IOException e) {
      return false;
    }
  }
}
