package org.hakmem.internal.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of this process's memory, read from {@code /proc/self/smaps}. */
final class ResidentMemory {

  private static final Path SMAPS = Path.of("/proc/self/smaps");
  private static final String RSS = "Rss:";
  private static final int HEXADECIMAL = 16;
  private static final long KIB = 1024;

  /** Chooses mappings. */
  interface Range {
    /** Whether the mapping from {@code from} up to, not including, {@code to} counts. */
    boolean includes(long from, long to);
  }

  private ResidentMemory() {}

  /** Resident bytes of the mappings in {@code range}, or -1 if the system doesn't tell. */
  static long of(Range range) {
    long sum = 0;
    boolean counts = false;
    try (BufferedReader lines = Files.newBufferedReader(SMAPS, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RSS)) {
          sum += counts ? kibibytes(line) * KIB : 0;
        } else if (isHeader(line)) {
          int dash = line.indexOf('-');
          long from = Long.parseUnsignedLong(line, 0, dash, HEXADECIMAL);
          long to = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), HEXADECIMAL);
          counts = range.includes(from, to);
        }
      }
      return sum;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Mappings begin with "from-to " in hexadecimal; all other lines with a capital and a colon. */
  private static boolean isHeader(String line) {
    return !line.isEmpty()
        && Character.digit(line.charAt(0), HEXADECIMAL) >= 0
        && !Character.isUpperCase(line.charAt(0));
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.substring(RSS.length(), line.lastIndexOf(' ')).strip());
  }
}
