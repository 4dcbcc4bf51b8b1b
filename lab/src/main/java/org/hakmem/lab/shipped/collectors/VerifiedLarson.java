package org.hakmem.lab.shipped.collectors;

import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.bench.larson.LarsonParameters;
import org.hakmem.bench.larson.LarsonResult;
import org.hakmem.bench.larson.LarsonRun;

/**
 * A program: Larson's server simulation, every block of it verified, while garbage is made, so that
 * the collector has something to do. Arguments: seconds, threads, seed.
 *
 * <p>It prints how many operations it made and the collector's name, and ends with 0 if all was
 * valid, with 2 and what was not if something was not.
 */
public final class VerifiedLarson {

  /** Ends so if a block was damaged or lost. */
  static final int NOT_VALID = 2;

  private static final int SLOTS = 1000;
  private static final int ROUNDS = 20;
  private static final int GARBAGE_BYTES = 1 << 16;

  private VerifiedLarson() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    LarsonParameters parameters =
        new LarsonParameters(
            Double.parseDouble(arguments[0]),
            Integer.parseInt(arguments[1]),
            LarsonParameters.DEFAULT_MIN,
            LarsonParameters.DEFAULT_MAX,
            SLOTS,
            ROUNDS,
            Long.parseLong(arguments[2]));
    Garbage garbage = new Garbage();
    garbage.start();
    LarsonResult result;
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      result = new LarsonRun(parameters, hakmem).run(progress -> {});
    }
    garbage.done = true;
    System.out.printf(
        Locale.ROOT, "operations %d, %s%n", result.operations(), Garbage.collections());
    if (!result.valid()) {
      System.out.println(result);
    }
    System.exit(result.valid() ? 0 : NOT_VALID);
  }

  /** Makes garbage, some hundred megabytes a second. */
  private static final class Garbage extends Thread {

    private volatile boolean done;
    private volatile byte[] latest = {};

    Garbage() {
      super("garbage");
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!done) {
        latest = new byte[GARBAGE_BYTES];
        LockSupport.parkNanos(latest.length);
      }
    }

    static String collections() {
      StringBuilder text = new StringBuilder();
      for (var bean : java.lang.management.ManagementFactory.getGarbageCollectorMXBeans()) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(bean.getName())
            .append(' ')
            .append(bean.getCollectionCount());
      }
      return text.toString();
    }
  }
}
