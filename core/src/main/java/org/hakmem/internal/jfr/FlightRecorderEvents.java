package org.hakmem.internal.jfr;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.hakmem.HakmemStats;
import org.hakmem.internal.event.Events;

/**
 * Waits for a flight recorder to be started in the process, and has the events committed from then
 * on. Before that no class of an event is loaded, as to initialise the first one costs a program
 * milliseconds.
 */
public final class FlightRecorderEvents implements FlightRecorderListener {

  private final Runnable statistics;

  private FlightRecorderEvents(Runnable statistics) {
    this.statistics = statistics;
  }

  /**
   * Begins to wait. Needs the module {@code jdk.jfr}, and a {@link LinkageError} says if that is
   * missing.
   *
   * @param statistics is called for each periodic event and is to call {@link #statistics(int,
   *     HakmemStats, long)} for each allocator
   */
  public static void await(Runnable statistics) {
    FlightRecorder.addListener(new FlightRecorderEvents(statistics));
  }

  /** By the thread that starts the recorder, and with as much of the stack as that takes. */
  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    Events.tell(new JfrSink());
    FlightRecorder.addPeriodicEvent(StatisticsEvent.class, statistics);
  }

  /** Commits the statistics of one allocator. */
  public static void statistics(int allocator, HakmemStats stats, long limit) {
    new StatisticsEvent(allocator, stats, limit).commit();
  }
}
