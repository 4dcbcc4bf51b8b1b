package org.hakmem.internal.checked;

import org.hakmem.internal.memory.OsMemory;
import org.jspecify.annotations.Nullable;

/**
 * A byte that the program must not have written.
 *
 * @param offset where it is, counted from the block's start; negative if before it
 * @param expected what it was filled with
 * @param found what it holds
 */
record Damage(long offset, byte expected, byte found) {

  /** Returns the first written byte around the block, behind it before those in front of it. */
  static @Nullable Damage around(OsMemory os, CheckedBlock block) {
    long at = Fill.AROUND.firstDifference(os, block.end(), block.spanEnd());
    if (at < 0) {
      at = Fill.AROUND.firstDifference(os, block.span(), block.address());
    }
    return at < 0 ? null : of(os, block, at, Fill.AROUND);
  }

  /** Returns the first written byte in or around a freed block. */
  static @Nullable Damage afterFree(OsMemory os, CheckedBlock block) {
    long at = Fill.FREED.firstDifference(os, block.address(), block.end());
    return at < 0 ? around(os, block) : of(os, block, at, Fill.FREED);
  }

  private static Damage of(OsMemory os, CheckedBlock block, long at, Fill fill) {
    return new Damage(at - block.address(), fill.value(), Fill.byteAt(os, at));
  }

  /** Returns a clause such as {@code "byte 64 holds 00 instead of fd"}. */
  String words() {
    return "byte " + offset + " holds " + hex(found) + " instead of " + hex(expected);
  }

  private static String hex(byte value) {
    String digits = Integer.toHexString(value & 0xFF);
    return digits.length() == 1 ? "0" + digits : digits;
  }
}
