package org.hakmem.bench.workload;

import java.util.Arrays;

/** Slots that are empty; the one emptied last is used first. */
final class SlotStack {

  private static final int START = 16;

  private int[] slots = new int[START];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void push(int slot) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, 2 * size);
    }
    slots[size] = slot;
    size++;
  }

  int pop() {
    size--;
    return slots[size];
  }
}
