package org.hakmem.internal.checked;

import org.hakmem.InvalidFreeException;

/**
 * Goes once through all that calls do, so that later ones, which may have little of the stack,
 * initialise no classes.
 */
final class Rehearsal {

  private Rehearsal() {}

  /**
   * Allocates, resizes and frees a block, and makes each kind of message. Leaves nothing behind.
   */
  static void of(CheckedBlocks blocks) {
    try {
      long address = blocks.tryAllocate(1, 1);
      if (address == 0) {
        return; // a limit that is reached at once: then there is less to prepare
      }
      blocks.scoped(address, 1);
      long resized = blocks.tryResize(address, 2, 1);
      long moved = resized == 0 ? address : resized;
      blocks.free(moved);
      blocks.describe(moved);
      try {
        blocks.free(moved);
      } catch (InvalidFreeException e) { // as it should be
      }
      blocks.emptyQuarantine();
      CheckedBlock block = new CheckedBlock(0, 0, 0, 0, Origin.capture());
      Damage damage = new Damage(0, Fill.AROUND.value(), Fill.FRESH.value());
      Findings.stacks(block);
      Findings.overrun(block, damage);
      Findings.lateWrite(block, damage);
      new Leaks().add(block);
    } catch (OutOfMemoryError e) { // there is less of the Java heap than this needs
    }
  }
}
