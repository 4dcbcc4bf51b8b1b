package org.hakmem.internal.checked;

import org.hakmem.CorruptionException;
import org.hakmem.InvalidFreeException;
import org.jspecify.annotations.Nullable;

/** The words of what was found, and the stacks with them. */
final class Findings {

  private static final String LOGGER = "org.hakmem";

  private Findings() {}

  /** Returns the exception for an address that no block is known at. */
  static InvalidFreeException unknown(long address) {
    return new InvalidFreeException(address, "not a block of this allocator, or not any more");
  }

  /** Returns the exception for a segment whose scope has ended, and whose block is not known. */
  static InvalidFreeException ended(long address) {
    return new InvalidFreeException(address, "the segment's scope has ended, its block is free");
  }

  /** Returns the exception for a call with an address in or at {@code block}, which is not live. */
  static InvalidFreeException invalid(CheckedBlock block, long address) {
    InvalidFreeException exception =
        new InvalidFreeException(address, position(block, address) + places(block));
    attach(exception, block);
    return exception;
  }

  private static String position(CheckedBlock block, long address) {
    long offset = address - block.address();
    String what = "a block of " + block.bytes() + " bytes";
    if (offset == 0) {
      return block.freed() == null
          ? "freed twice: another thread is freeing or resizing " + what
          : "freed twice: " + what;
    }
    String start = " its start at 0x" + Long.toHexString(block.address());
    if (offset < 0) {
      return "in front of " + what + ", " + -offset + " bytes before" + start;
    }
    String where = offset < block.bytes() ? "inside " : "behind ";
    return where + what + ", " + offset + " bytes after" + start;
  }

  private static String places(CheckedBlock block) {
    Origin freed = block.freed();
    return ", allocated "
        + block.allocated().place()
        + (freed == null ? "" : ", freed " + freed.place());
  }

  private static void attach(Throwable exception, CheckedBlock block) {
    exception.addSuppressed(block.allocated().trace("allocated"));
    Origin freed = block.freed();
    if (freed != null) {
      exception.addSuppressed(freed.trace("freed"));
    }
  }

  /** Returns the exception for a write around a live block. */
  static CorruptionException overrun(CheckedBlock block, Damage damage) {
    CorruptionException exception =
        new CorruptionException(
            block.address(),
            damage.offset(),
            "written out of bounds: of a block of "
                + block.bytes()
                + " bytes, "
                + damage.words()
                + places(block));
    attach(exception, block);
    return exception;
  }

  /** Returns the words for a write into a freed block. */
  static String lateWrite(CheckedBlock block, Damage damage) {
    return logged(block, damage, "written after it was freed");
  }

  /** Returns the words for a write around a block that was live when its allocator was closed. */
  static String overrunLeak(CheckedBlock block, Damage damage) {
    return logged(block, damage, "written out of bounds, and never freed");
  }

  private static String logged(CheckedBlock block, Damage damage, String what) {
    return "0x"
        + Long.toHexString(block.address())
        + ": "
        + what
        + ": of a block of "
        + block.bytes()
        + " bytes, "
        + damage.words()
        + "\n"
        + stacks(block);
  }

  /** Logs a warning. */
  static void warn(String message) {
    System.getLogger(LOGGER).log(System.Logger.Level.WARNING, message);
  }

  /** Returns what is known of the block that {@code address} lies in or beside. */
  static String describe(CheckedBlock block, long address) {
    String state = block.isLive() ? "live" : block.freed() == null ? "being freed" : "freed";
    long offset = address - block.address();
    return "0x"
        + Long.toHexString(address)
        + ": byte "
        + offset
        + " of a "
        + state
        + " block of "
        + block.bytes()
        + " bytes at 0x"
        + Long.toHexString(block.address())
        + "\n"
        + stacks(block);
  }

  /** Returns both stacks, a line for each frame. */
  static String stacks(CheckedBlock block) {
    return stacks(block, Frames.MAX_FRAMES);
  }

  /** Returns the topmost frames of both stacks, a line for each. */
  static String stacks(CheckedBlock block, int maxFrames) {
    StringBuilder text = new StringBuilder();
    block.allocated().appendTo(text, "allocated", maxFrames);
    @Nullable Origin freed = block.freed();
    if (freed != null) {
      freed.appendTo(text, "freed", maxFrames);
    }
    return text.toString();
  }
}
