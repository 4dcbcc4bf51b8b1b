package org.hakmem;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.hakmem.internal.jfr.FlightRecorderEvents;

/** The allocators that are open, for the flight recorder's statistics. Any thread. */
final class OpenEngines implements Runnable {

  /** Weakly: what nobody closes is not held here. */
  private static final Set<Engine> OPEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  static {
    try {
      FlightRecorderEvents.await(new OpenEngines());
    } catch (LinkageError e) { // no module jdk.jfr: then there is nobody to tell
    }
  }

  private OpenEngines() {}

  static void add(Engine engine) {
    OPEN.add(engine);
  }

  static void remove(Engine engine) {
    OPEN.remove(engine);
  }

  /** Tells of all. */
  @Override
  public void run() {
    List<Engine> all;
    synchronized (OPEN) {
      all = List.copyOf(OPEN);
    }
    for (Engine engine : all) {
      report(engine);
    }
  }

  private static void report(Engine engine) {
    try {
      FlightRecorderEvents.statistics(engine.number(), engine.stats(), engine.limit());
    } catch (IllegalStateException e) { // closed meanwhile, or never quite made
    }
  }
}
