package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Keeps the last calls as text, for the report of a finding. For one call at a time. */
final class Recorder {

  private static final int MAX_CALLS = 60;

  private final Deque<StringBuilder> calls = new ArrayDeque<>();
  private int instances;

  /** Returns the last calls, oldest first. */
  List<String> calls() {
    return calls.stream().map(StringBuilder::toString).toList();
  }

  /** Returns a subject whose calls are recorded. */
  Subject record(Subject subject) {
    return new RecordedSubject(subject, "h" + instances++, this);
  }

  <T> T call(String text, Supplier<T> call) {
    StringBuilder entry = begin(text);
    try {
      T result = call.get();
      entry.append(text(result));
      return result;
    } catch (Throwable t) {
      entry.append(" threw ").append(t);
      throw t;
    }
  }

  long callForLong(String text, LongSupplier call) {
    return call(text, call::getAsLong);
  }

  void run(String text, Runnable call) {
    call(
        text,
        () -> {
          call.run();
          return "done";
        });
  }

  private StringBuilder begin(String text) {
    if (calls.size() == MAX_CALLS) {
      calls.removeFirst();
    }
    Thread thread = Thread.currentThread();
    StringBuilder entry = new StringBuilder(text);
    entry.append("  by ").append(thread.isVirtual() ? "a virtual thread" : thread.getName());
    calls.addLast(entry);
    return entry;
  }

  private static String text(Object result) {
    return switch (result) {
      case Long number -> " -> 0x" + Long.toHexString(number);
      case MemorySegment segment ->
          " -> segment of " + segment.byteSize() + " at 0x" + Long.toHexString(segment.address());
      default -> "";
    };
  }
}
