package org.hakmem.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What the processors have done so far, in the kernel's ticks: shows how much of the machine other
 * programs took while a child ran. All zero where the system does not say.
 *
 * @param total ticks of all processors
 * @param idle those in which nothing ran
 * @param children those that this process's ended children took
 */
public record MachineLoad(long total, long idle, long children) {

  private static final Path ALL_PROCESSORS = Path.of("/proc/stat");
  private static final Path THIS_PROCESS = Path.of("/proc/self/stat");
  private static final Pattern BLANKS = Pattern.compile(" +");

  /** Columns of the first file's first line, after its name: user, nice, system, idle, iowait… */
  private static final int IDLE = 3;

  private static final int IO_WAIT = 4;

  /** The first eight; the rest are parts of these. */
  private static final int COLUMNS = 8;

  /** Columns of the second file after the program's name, which may hold blanks. */
  private static final int CHILDREN_USER = 13;

  private static final int CHILDREN_SYSTEM = 14;

  /** Reads it now. */
  public static MachineLoad now() {
    try {
      String all = Files.readString(ALL_PROCESSORS);
      long[] cpu = numbers(all.substring("cpu".length(), all.indexOf('\n')));
      String own = Files.readString(THIS_PROCESS);
      String[] words = BLANKS.split(own.substring(own.lastIndexOf(')') + 2), -1);
      return new MachineLoad(
          Arrays.stream(cpu).sum(),
          cpu[IDLE] + cpu[IO_WAIT],
          Long.parseLong(words[CHILDREN_USER]) + Long.parseLong(words[CHILDREN_SYSTEM]));
    } catch (IOException e) {
      return new MachineLoad(0, 0, 0);
    }
  }

  /** The share of all processors' time that went neither to idleness nor to our children. */
  public double othersShareSince(MachineLoad before) {
    long all = total - before.total;
    long others = all - (idle - before.idle) - (children - before.children);
    return all == 0 ? 0 : Math.max(0, (double) others / all);
  }

  private static long[] numbers(String line) {
    return Arrays.stream(BLANKS.split(line.strip(), -1))
        .limit(COLUMNS)
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
