package org.hakmem.proof.fuzz;

/**
 * One step of a program, made from {@value #BYTES} bytes:
 *
 * <pre>
 *   byte 0      kind
 *   byte 1      bits 0-1 instance, bits 2-6 thread
 *   bytes 2-3   which block, arena or bad address
 *   bytes 4-7   size, alignment, settings
 * </pre>
 *
 * @param kind what to do
 * @param bytes all eight bytes as a number, from which everything else follows
 */
record Step(StepKind kind, long bytes) {

  /** Bytes of a step. */
  static final int BYTES = 8;

  private static final int MAX_ALIGNMENT_SHIFT = 22;

  static Step of(long bytes) {
    return new Step(StepKind.of((byte) bytes), bytes);
  }

  /** Returns which of {@code count} instances to use. */
  int instance(int count) {
    return (int) (bytes >>> 8 & 3) % count;
  }

  /** Returns which thread to use. */
  Worker worker() {
    return Worker.of((int) (bytes >>> 10 & 31));
  }

  /** Returns which of {@code count} things to use. */
  int pick(int count) {
    return (int) (bytes >>> 16 & 0xFFFF) % count;
  }

  /** Returns one of {@code count} values; another {@code salt} gives one that is independent. */
  int choose(int count, int salt) {
    return Mix.below(bytes + salt * 0x1_0000_0001L, count);
  }

  /** Returns any long. */
  long anyLong() {
    return Mix.of(bytes);
  }

  /** Returns a size in bytes: mostly small, seldom of many megabytes. */
  long size() {
    int range = (int) (bytes >>> 32) & 63;
    long value = bytes >>> 38;
    if (range < 40) {
      return value % 1_201;
    }
    if (range < 56) {
      return value % 70_001;
    }
    return value % (range < 63 ? 1_500_001 : 40_000_001);
  }

  /** Returns a power of two: mostly small, at most 4 MiB. */
  long alignment() {
    return 1L << (choose(4, 1) > 0 ? choose(9, 2) : choose(MAX_ALIGNMENT_SHIFT + 1, 3));
  }

  @Override
  public String toString() {
    return kind + " " + Long.toHexString(bytes) + " " + worker() + " size " + size();
  }
}
