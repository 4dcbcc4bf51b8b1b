package org.hakmem.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process's memory in RAM, as Linux counts it. */
public final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

  private ResidentMemory() {}

  /** What is resident now, in KiB; 0 where the system does not say. */
  public static long currentKib() {
    return field(STATUS, "VmRSS:");
  }

  /** What another process has resident now, in KiB; 0 where the system does not say. */
  public static long kibOf(long pid) {
    return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
  }

  /** The most that was resident since the start or the last reset, in KiB. */
  public static long peakKib() {
    return field(STATUS, "VmHWM:");
  }

  /** Lets {@link #peakKib()} start anew; without effect where the system forbids it. */
  public static void resetPeak() {
    try {
      Files.writeString(CLEAR_REFS, "5");
    } catch (IOException e) {
      // The peak then counts from the process's start.
    }
  }

  private static long field(Path status, String name) {
    try {
      for (String line : Files.readAllLines(status)) {
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
