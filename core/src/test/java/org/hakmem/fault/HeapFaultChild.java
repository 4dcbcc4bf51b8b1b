package org.hakmem.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hakmem.HakmemConfigBuilder;
import org.hakmem.Safety;
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
  private static final long MAX_RECORDED_BYTES = 1 << 17;

  private final UnaryOperator<HakmemConfigBuilder> change;
  private final Map<String, String> broken = new LinkedHashMap<>();
  private int points;

  private HeapFaultChild(UnaryOperator<HakmemConfigBuilder> change) {
    this.change = change;
  }

  public static void main(String[] args) {
    HeapFaultChild child = new HeapFaultChild(settings(args[0]));
    for (Operation operation : operations(args[0])) {
      if (System.getenv("VERBOSE") != null) {
        System.err.println(operation.name());
      }
      if (args.length == 1 || operation.name().equals(args[1])) {
        child.everyPoint(operation, false);
        if (args[0].equals(Safety.HARDENED.name()) && !operation.reserves()) {
          child.everyPoint(operation, true);
        }
      }
    }
    System.out.println("points=" + child.points + " broken=" + child.broken.size());
    System.exit(0);
  }

  /**
   * Recorded blocks pass the caches by, and may be filled: to repeat a call, or to make it on large
   * blocks, shows no more there and takes minutes.
   */
  private static List<Operation> operations(String settings) {
    return settings.equals(Safety.HARDENED.name())
        ? Operations.all()
        : Operations.all(MAX_RECORDED_BYTES).stream()
            .filter(operation -> !operation.repeats())
            .toList();
  }

  private static UnaryOperator<HakmemConfigBuilder> settings(String name) {
    return switch (name) {
      case "guarded" -> settings -> settings.guardSample(1);
      default -> settings -> settings.safety(Safety.valueOf(name));
    };
  }

  private void everyPoint(Operation operation, boolean forGood) {
    try (Subject warm = new Subject(change)) { // its classes are initialised
      operation.prepare(warm);
      operation.run(warm);
      warm.fault();
    }
    Subject subject = new Subject(change);
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
        subject = new Subject(change);
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
