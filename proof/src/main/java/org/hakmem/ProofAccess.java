package org.hakmem;

import org.jspecify.annotations.Nullable;

/** The internals that the proof tools check beside the public API; it stands in their package. */
public final class ProofAccess {

  private ProofAccess() {}

  /** Returns the first violated invariant of a quiet allocator, or null. */
  public static @Nullable String firstFault(Hakmem hakmem) {
    return hakmem.engine().firstFault();
  }

  /** Returns the statistics without resident bytes, which take long to read. */
  public static HakmemStats quickStats(Hakmem hakmem) {
    return hakmem.engine().stats(-1);
  }

  /** Returns whether arenas take their memory from the allocator's own blocks. */
  public static boolean arenasUseBlocks(Hakmem hakmem) {
    return hakmem.engine().bindsBlocks();
  }
}
