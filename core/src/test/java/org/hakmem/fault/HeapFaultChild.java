package org.hakmem.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Does each operation again and again, while the Java heap is exhausted at its first allocation,
 * its second, and so on until it passes; after each failure nothing may have changed. Run as a
 * program of its own, with classes patched by {@link HeapFaultPatch}.
 *
 * <p>Prints a line for each fault found, by the place of the allocation, and one of figures.
 */
final class HeapFaultChild {

  private static final int MOST_POINTS = 5_000;

  private final Map<String, String> broken = new LinkedHashMap<>();
  private int points;

  private HeapFaultChild() {}

  public static void main(String[] args) {
    HeapFaultChild child = new HeapFaultChild();
    for (Operation operation : Operations.all()) {
      if (System.getenv("VERBOSE") != null) {
        System.err.println(operation.name());
      }
      if (args.length == 0 || operation.name().equals(args[0])) {
        child.everyPoint(operation, false);
        if (!operation.name().startsWith(Operations.RESERVES)) {
          child.everyPoint(operation, true);
        }
      }
    }
    System.out.println("points=" + child.points + " broken=" + child.broken.size());
    System.exit(0);
  }

  private void everyPoint(Operation operation, boolean forGood) {
    try (Subject warm = new Subject()) { // its classes are initialised
      operation.prepare(warm);
      operation.run(warm);
      warm.fault();
    }
    Subject subject = new Subject();
    boolean passed = false;
    for (int nth = 1; !passed; nth++) {
      String fault = null;
      OutOfMemoryError injected = null;
      try {
        operation.prepare(subject);
        injected = attempt(operation, subject, nth, forGood);
        fault = subject.fault();
      } catch (Throwable t) {
        injected = HeapFault.disarm();
        fault = t + " at " + firstFrames(t);
      }
      passed = injected == null;
      points += passed ? 0 : 1;
      if (fault != null || nth > MOST_POINTS) {
        String where = injected == null ? "(none)" : firstFrames(injected);
        String what = operation.name() + (forGood ? ", from point " : ", point ") + nth;
        if (broken.putIfAbsent(where, what) == null) {
          System.out.println("broken: " + where + ": " + what + ": " + fault);
        }
        subject.abandon();
        subject = new Subject();
        passed |= nth > MOST_POINTS;
      }
    }
    subject.close();
  }

  private static @Nullable OutOfMemoryError attempt(
      Operation operation, Subject subject, int nth, boolean forGood) {
    HeapFault.arm(nth, forGood);
    try {
      operation.run(subject);
    } catch (OutOfMemoryError e) { // as it should be, or was caught on the way
    }
    return HeapFault.disarm();
  }

  private static String firstFrames(Throwable thrown) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith("org.hakmem.")
          && !frame.getMethodName().equals("point")) {
        String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
        frames.add(type + "." + frame.getMethodName() + ":" + frame.getLineNumber());
      }
      if (frames.size() == 4) {
        break;
      }
    }
    return String.join(" < ", frames);
  }
}
