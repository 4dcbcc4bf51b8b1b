package org.hakmem.lab.analysed;

import java.util.Arrays;
import java.util.List;

/**
 * The property: when all threads rest, every block is in exactly one place: with the program, in a
 * free list, or in a remote list; and the lists end, and hold nothing but blocks.
 */
final class Conservation {

  private static final String PROGRAM = "with the program";

  private final Memory memory;
  private final String[] places;

  private Conservation(Memory memory) {
    this.memory = memory;
    places = new String[memory.blocks() + 1];
    Arrays.fill(places, "");
  }

  /** Checks it. */
  static void check(Memory memory, Ledger ledger, List<Slab> slabs) {
    if (!ledger.fault().isEmpty()) {
      throw new Violation("the program has crashed: " + ledger.fault());
    }
    Conservation check = new Conservation(memory);
    check.program(ledger);
    for (int i = 0; i < slabs.size(); i++) {
      String of = slabs.size() == 1 ? "" : " of slab " + i;
      check.list(slabs.get(i).freelist, "in the free list" + of);
      check.list(slabs.get(i).remoteHead.get(), "in the remote list" + of);
    }
    check.nothingLost();
  }

  /** How many blocks the remote list of this slab holds. */
  static int remoteLength(Slab slab) {
    int length = 0;
    for (long block = slab.remoteHead.get();
        block != Memory.NULL;
        block = slab.memory.next(block)) {
      length++;
    }
    return length;
  }

  private void program(Ledger ledger) {
    for (int block = 1; block <= memory.blocks(); block++) {
      if (ledger.holders(block) > 1) {
        throw new Violation("block " + block + " was handed out twice");
      }
      if (ledger.holders(block) == 1) {
        places[block] = PROGRAM;
      }
    }
  }

  private void list(long head, String place) {
    for (long block = head; block != Memory.NULL; block = memory.next(block)) {
      if (block < 0 || block > memory.blocks()) {
        throw new Violation("0x" + Long.toHexString(block) + " is " + place + ", and no block");
      }
      String other = places[(int) block];
      if (!other.isEmpty()) {
        throw new Violation("block " + block + " is " + place + " and " + other);
      }
      places[(int) block] = place;
    }
  }

  private void nothingLost() {
    for (int block = 1; block <= memory.blocks(); block++) {
      if (places[block].isEmpty()) {
        throw new Violation("block " + block + " is lost");
      }
    }
  }
}
