package org.hakmem.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process's memory in RAM, as Linux counts it. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

  private ResidentMemory() {}

  /** What is resident now, in KiB; 0 where the system does not say. */
  static long currentKib() {
    return field("VmRSS:");
  }

  /** The most that was resident since the start or the last reset, in KiB. */
  static long peakKib() {
    return field("VmHWM:");
  }

  /** Lets {@link #peakKib()} start anew; without effect where the system forbids it. */
  static void resetPeak() {
    try {
      Files.writeString(CLEAR_REFS, "5");
    } catch (IOException e) {
      // The peak then counts from the process's start.
    }
  }

  private static long field(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.substring(name.length()).replace("kB", "").strip());
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
