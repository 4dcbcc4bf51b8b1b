package org.hakmem.lab.analysed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What an onlooker of the program knows: which blocks it holds on each thread, and the first thing
 * that would have ended it. It is no part of the protocol; Lincheck is told not to look into it, so
 * that no thread switch is tried in here.
 */
final class Ledger {

  private final int[] holders;
  private final List<Deque<Long>> held = new ArrayList<>();
  private String fault = "";

  Ledger(int blocks, int threads) {
    holders = new int[blocks + 1];
    for (int tid = 0; tid <= threads; tid++) {
      held.add(new ArrayDeque<>());
    }
  }

  /** The program got this block on this thread. */
  void handOut(int tid, long block) {
    holders[(int) block]++;
    held.get(tid).addLast(block);
  }

  /** The program gives up the block that it holds longest there; {@code NULL} if it has none. */
  long takeBack(int tid) {
    Deque<Long> blocks = held.get(tid);
    if (blocks.isEmpty()) {
      return Memory.NULL;
    }
    long block = blocks.removeFirst();
    holders[(int) block]--;
    return block;
  }

  /** How often the program holds this block. */
  int holders(int block) {
    return holders[block];
  }

  /** Notes what would have ended the program. */
  void fault(RuntimeException what) {
    if (fault.isEmpty()) {
      fault = String.valueOf(what.getMessage());
    }
  }

  /** The first fault, or an empty string. */
  String fault() {
    return fault;
  }
}
