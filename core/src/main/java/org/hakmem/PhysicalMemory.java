package org.hakmem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's memory. (The bean that knows it is not in {@code java.base}.) */
final class PhysicalMemory {

  /** What is assumed where the operating system can't be asked. */
  static final long FALLBACK_BYTES = 16L << 30;

  private static final Pattern MEM_TOTAL =
      Pattern.compile("^MemTotal:\\s+(\\d{1,12}) kB$", Pattern.MULTILINE);

  private PhysicalMemory() {}

  /** Bytes of physical memory, or {@link #FALLBACK_BYTES} where there is no {@code /proc}. */
  static long bytes() {
    try {
      return parse(Files.readString(Path.of("/proc/meminfo")));
    } catch (IOException e) {
      return FALLBACK_BYTES;
    }
  }

  /** The total that the text of {@code /proc/meminfo} states. */
  static long parse(String meminfo) {
    Matcher total = MEM_TOTAL.matcher(meminfo);
    return total.find() ? Long.parseLong(total.group(1)) << 10 : FALLBACK_BYTES;
  }
}
