package org.hakmem.internal.heap;

import java.util.Locale;

/** What a heap counts, each in a plain {@code long} of its own; see {@link Heap#count}. */
public enum Counter {
  /** Refills from the slab in use. */
  REFILL_HOT,
  /** Refills from a slab of the sticky ring. */
  REFILL_STICKY,
  /** Refills from a slab of the bench. */
  REFILL_BENCH,
  /** Refills from a posted slab. */
  REFILL_MAILBOX,
  /** Refills from a slab of an ended thread's heap. */
  REFILL_ADOPT,
  /** Refills from a slab that the sweep before growth found. */
  REFILL_GATE,
  /** Refills from a new slab. */
  REFILL_FRESH,
  /** Claims that took a slab. */
  CLAIMS_WON,
  /** Claims of a slab that was another's by then. */
  CLAIMS_LOST,
  /** Drains that were made for a slab with remote frees. */
  DRAINS,
  /** Blocks freed into slabs of others or of nobody. */
  REMOTE_FREES,
  /** Slabs and heaps taken over from ended threads. */
  ADOPTIONS,
  /** Slabs given back to their superslab. */
  SLABS_RETIRED,
  /** Bad frees found by a drain, or when a heap was taken apart. */
  LATE_DOUBLE_FREES;

  private static final int COUNT = values().length;

  private static final String OF_REFILL = "REFILL_";

  private final String source =
      name().startsWith(OF_REFILL)
          ? name().substring(OF_REFILL.length()).toLowerCase(Locale.ROOT)
          : "";

  /** How many there are. */
  public static int count() {
    return COUNT;
  }

  /** For one that counts refills: the name of their source. Otherwise empty. */
  String source() {
    return source;
  }
}
