package org.hakmem.internal.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;

/** What a heap did. */
abstract class HeapEvent extends HakmemEvent {

  @Label("Heap")
  @Description("Id of the heap that acted: of a thread, of a stripe, or the scavenger's")
  final long heap;

  HeapEvent(int allocator, long heap) {
    super(allocator);
    this.heap = heap;
  }
}
