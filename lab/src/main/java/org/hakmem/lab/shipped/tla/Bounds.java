package org.hakmem.lab.shipped.tla;

/**
 * How much of the protocol TLC looks at.
 *
 * @param threads number of threads
 * @param slabs number of slabs
 * @param capacity name in the specification of how many blocks each word of a slab has
 * @param mostBusy so many threads are within an operation at once
 * @param mostGone so many threads have ended, or stopped for good, at once
 * @param stops whether threads may stop for good before they mail a slab
 */
record Bounds(int threads, int slabs, String capacity, int mostBusy, int mostGone, boolean stops) {

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
        + "\n  MostGone = "
        + mostGone
        + "\n  Stops = "
        + (stops ? "TRUE" : "FALSE")
        + "\n  Fault = \""
        + fault
        + "\"\n  None = None\n";
  }

  private static String names(String letter, int count) {
    StringBuilder names = new StringBuilder("{");
    for (int i = 1; i <= count; i++) {
      names.append(i == 1 ? "" : ", ").append(letter).append(i);
    }
    return names.append('}').toString();
  }
}
