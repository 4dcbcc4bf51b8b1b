package org.hakmem.internal.superslab;

/** Free memory beside the superslabs that goes back to the system as their dirty pages do. */
interface Purgeable {

  /**
   * Gives back what has been free for {@code nanos} or longer. Needs no Java heap.
   *
   * @return the bytes given back
   */
  long purge(long nanos);

  /** Whether there is any. */
  boolean hasPurgeable();
}
