package org.hakmem.bench.larson;

import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;

/** Blocks of a {@link Hakmem}. */
final class HakmemBlocks extends Blocks {

  private final Hakmem hakmem;

  HakmemBlocks(Hakmem hakmem) {
    this.hakmem = hakmem;
  }

  @Override
  long malloc(int size) {
    return hakmem.malloc(size);
  }

  @Override
  void free(long address) {
    hakmem.free(address);
  }

  @Override
  HakmemStats stats() {
    return hakmem.stats();
  }

  @Override
  void trim() {
    hakmem.trim();
  }
}
