package org.hakmem.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events have in common: off unless a recording asks for them, and without a stack. */
@Category("hakmem")
@Enabled(false)
@StackTrace(false)
abstract class HakmemEvent extends Event {

  @Label("Allocator")
  @Description("Number of the allocator, from 1 on in the order in which allocators were made")
  final int allocator;

  HakmemEvent(int allocator) {
    this.allocator = allocator;
  }
}
