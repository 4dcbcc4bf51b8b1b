package org.hakmem.internal.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An allocation that was refused at first or for good. */
@Name("org.hakmem.LimitReached")
@Label("Limit Reached")
@Description(
    "An allocation met the limit, or the operating system refused; all that was free was given"
        + " back, and the allocation tried once more")
@StackTrace(true)
final class LimitReachedEvent extends HakmemEvent {

  @Label("Requested Size")
  @DataAmount
  final long requestedSize;

  @Label("Committed Size")
  @Description("Memory that counted against the limit after the second try")
  @DataAmount
  final long committedSize;

  @Label("Limit")
  @DataAmount
  final long limit;

  @Label("Failed")
  @Description("Whether the second try failed too, and an OutOfMemoryError was thrown")
  final boolean failed;

  LimitReachedEvent(
      int allocator, long requestedSize, long committedSize, long limit, boolean failed) {
    super(allocator);
    this.requestedSize = requestedSize;
    this.committedSize = committedSize;
    this.limit = limit;
    this.failed = failed;
  }
}
