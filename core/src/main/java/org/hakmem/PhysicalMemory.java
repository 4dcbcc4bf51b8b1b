package org.hakmem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's memory. (The bean that knows it is not in {@code java.base}.) */
final class PhysicalMemory {

  /** What is assumed where the operating system can't be asked. */
  static final long FALLBACK_BYTES = 16L << 30;

  private static final String LABEL = "MemTotal:";
  private static final String UNIT = " kB";
  private static final long MOST_KIB = Long.MAX_VALUE >>> 10;

  private PhysicalMemory() {}

  /** Bytes of physical memory, or {@link #FALLBACK_BYTES} where there is no {@code /proc}. */
  static long bytes() {
    try {
      return parse(Files.readString(Path.of("/proc/meminfo")));
    } catch (IOException e) {
      return FALLBACK_BYTES;
    }
  }

  /**
   * The total that the text of {@code /proc/meminfo} states. Not by a regular expression, whose
   * classes a program's first malloc would pay for.
   */
  static long parse(String meminfo) {
    int label = meminfo.indexOf(LABEL);
    int unit = meminfo.indexOf(UNIT, label);
    if (label < 0 || unit < 0) {
      return FALLBACK_BYTES;
    }
    try {
      long kib = Long.parseLong(meminfo.substring(label + LABEL.length(), unit).strip());
      return kib >= 0 && kib <= MOST_KIB ? kib << 10 : FALLBACK_BYTES;
    } catch (NumberFormatException e) {
      return FALLBACK_BYTES;
    }
  }
}
