package org.hakmem;

/**
 * One operation of a random sequence.
 *
 * @param kind what to do
 * @param thread which of the run's threads does it
 * @param size in bytes
 * @param alignmentShift log2 of the alignment, where there is one
 * @param pick chooses the block, where there is one
 */
record ModelStep(Kind kind, int thread, long size, int alignmentShift, int pick) {

  /** The operations. */
  enum Kind {
    MALLOC,
    MALLOC_AGAIN,
    ALIGNED,
    CALLOC,
    ALLOCATE,
    REALLOC,
    FREE,
    FREE_AGAIN,
    FREE_SEGMENT,
    USABLE_SIZE,
    TRIM,
    STATS
  }
}
