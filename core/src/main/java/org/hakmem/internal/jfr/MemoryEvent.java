package org.hakmem.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Label;
import jdk.jfr.MemoryAddress;
import jdk.jfr.Timespan;

/** What was asked of the operating system. */
abstract class MemoryEvent extends HakmemEvent {

  @Label("Address")
  @MemoryAddress
  final long address;

  @Label("Size")
  @DataAmount
  final long size;

  @Label("Time Spent")
  @Timespan
  final long timeSpent;

  MemoryEvent(int allocator, long address, long size, long timeSpent) {
    super(allocator);
    this.address = address;
    this.size = size;
    this.timeSpent = timeSpent;
  }
}
