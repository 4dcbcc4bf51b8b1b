package org.hakmem.proof.fuzz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * A program of API calls: eight bytes from which the first instance's settings follow, then {@value
 * Step#BYTES} for each step. Every array of bytes is a program.
 */
public final class Program {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;

  private Program(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the program that the bytes stand for; a rest of fewer than eight is ignored. */
  public static Program of(byte[] bytes) {
    int whole = Math.max(Step.BYTES, bytes.length / Step.BYTES * Step.BYTES);
    return new Program(Arrays.copyOf(bytes, whole));
  }

  /** Returns a random program. */
  public static Program random(long seed, int steps) {
    byte[] bytes = new byte[(steps + 1) * Step.BYTES];
    new SplittableRandom(seed).nextBytes(bytes);
    return new Program(bytes);
  }

  /**
   * Returns the program that {@link #text()} described.
   *
   * @throws IllegalArgumentException if the text is not one of these
   */
  public static Program parse(String text) {
    return of(Base64.getUrlDecoder().decode(text));
  }

  /** Returns this program as text that {@link #parse} reads and a shell leaves alone. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns a copy of the bytes. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** Returns the number of steps. */
  public int steps() {
    return bytes.length / Step.BYTES - 1;
  }

  /** Returns the number from which the first instance's settings follow. */
  long settings() {
    return (long) LONGS.get(bytes, 0);
  }

  Step step(int index) {
    return Step.of((long) LONGS.get(bytes, (index + 1) * Step.BYTES));
  }

  /** Returns this program without the steps from {@code from} to {@code to - 1}. */
  Program without(int from, int to) {
    byte[] rest = new byte[bytes.length - (to - from) * Step.BYTES];
    int head = (from + 1) * Step.BYTES;
    System.arraycopy(bytes, 0, rest, 0, head);
    System.arraycopy(bytes, (to + 1) * Step.BYTES, rest, head, rest.length - head);
    return new Program(rest);
  }
}
