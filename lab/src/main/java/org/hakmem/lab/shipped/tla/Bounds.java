package org.hakmem.lab.shipped.tla;

/**
 * How much of the protocol TLC looks at.
 *
 * @param threads number of threads
 * @param slabs number of slabs
 * @param capacity name in the specification of how many blocks each word of a slab has
 * @param mostBusy so many threads are within an operation at once
 * @param mortals so many of the threads may end
 * @param mostGone so many threads have ended, or stopped for good, at once
 * @param stops whether threads may stop for good before they mail a slab
 * @param mails whether posted slabs are mailed; if not they wait for the gate
 */
record Bounds(
    int threads,
    int slabs,
    String capacity,
    int mostBusy,
    int mortals,
    int mostGone,
    boolean stops,
    boolean mails) {

  /** All threads busy at once, any one of which may end. */
  static Bounds of(int threads, int slabs, String capacity) {
    return new Bounds(threads, slabs, capacity, threads, threads, 1, false, true);
  }

  Bounds withMostBusy(int most) {
    return new Bounds(threads, slabs, capacity, most, mortals, mostGone, stops, mails);
  }

  Bounds withMortals(int number) {
    return new Bounds(threads, slabs, capacity, mostBusy, number, mostGone, stops, mails);
  }

  Bounds withMostGone(int most) {
    return new Bounds(threads, slabs, capacity, mostBusy, mortals, most, stops, mails);
  }

  Bounds withStops() {
    return new Bounds(threads, slabs, capacity, mostBusy, mortals, mostGone, true, mails);
  }

  Bounds withoutMail() {
    return new Bounds(threads, slabs, capacity, mostBusy, mortals, mostGone, stops, false);
  }

  /** The constants in TLC's terms. */
  String constants(String fault) {
    return "CONSTANTS Threads = "
        + names("t", threads)
        + "\n  Slabs = "
        + names("s", slabs)
        + "\n  Capacity <- "
        + capacity
        + "\n  MostBusy = "
        + mostBusy
        + "\n  Mortals = "
        + names("t", mortals)
        + "\n  MostGone = "
        + mostGone
        + "\n  Stops = "
        + truth(stops)
        + "\n  Mails = "
        + truth(mails)
        + "\n  Fault = \""
        + fault
        + "\"\n  None = None\n";
  }

  private static String truth(boolean value) {
    return value ? "TRUE" : "FALSE";
  }

  private static String names(String letter, int count) {
    StringBuilder names = new StringBuilder("{");
    for (int i = 1; i <= count; i++) {
      names.append(i == 1 ? "" : ", ").append(letter).append(i);
    }
    return names.append('}').toString();
  }
}
