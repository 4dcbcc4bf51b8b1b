package org.hakmem.proof.fuzz;

/** Where programs come from, and how they run. */
public enum FuzzMode {
  /** Jazzer mutates programs by the coverage that they reach; one step at a time. */
  GUIDED,
  /** Programs follow from the seed; one step at a time. */
  SEEDED,
  /** Programs follow from the seed; several run at once on the same instances. */
  THREADS
}
