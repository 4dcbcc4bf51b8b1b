package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What a step does, and how often a random program does it. */
enum StepKind {
  MALLOC(32),
  MALLOC_MANY(4),
  MALLOC_ALIGNED(12),
  CALLOC(12),
  ALLOCATE(12),
  ALLOCATE_FROM(4),
  REALLOC(16),
  REALLOCATE(10),
  FREE(36),
  FREE_MANY(6),
  FREE_SEGMENT(12),
  USABLE_SIZE(8),
  VERIFY(8),
  OPEN_ARENA(6),
  ALLOCATE_IN_ARENA(16),
  CLOSE_ARENA(5),
  BAD_SIZE(4),
  BAD_ALIGNMENT(4),
  BAD_ADDRESS(24),
  BAD_SEGMENT(2),
  HUGE_REQUEST(2),
  ZERO_ADDRESS(2),
  TRIM(2),
  STATS(1),
  CHECK(6),
  END_THREAD(1),
  CREATE(1),
  CLOSE(1),
  CALL_CLOSED(3);

  /** One entry for each unit of weight, so that any byte means some kind. */
  private static final List<StepKind> WEIGHTED = weighted();

  private final int weight;

  StepKind(int weight) {
    this.weight = weight;
  }

  static StepKind of(byte value) {
    return WEIGHTED.get((value & 0xFF) % WEIGHTED.size());
  }

  private static List<StepKind> weighted() {
    List<StepKind> kinds = new ArrayList<>();
    for (StepKind kind : values()) {
      for (int i = 0; i < kind.weight; i++) {
        kinds.add(kind);
      }
    }
    if (kinds.size() > 256) {
      throw new AssertionError("the weights add up to " + kinds.size() + ", more than a byte has");
    }
    return kinds;
  }
}
