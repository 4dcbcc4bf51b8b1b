package org.hakmem.bench.larson;

import org.hakmem.HakmemStats;

/**
 * Where the blocks come from: {@link HakmemBlocks}, and in tests a {@link SubstituteBlocks} with
 * faults built in.
 *
 * <p>A class, not an interface, and with one concrete subclass in the shipped code: class-hierarchy
 * analysis binds the calls statically, so that the hot loop has neither a dispatch nor a type
 * check.
 */
abstract sealed class Blocks permits HakmemBlocks, SubstituteBlocks {

  abstract long malloc(int size);

  abstract void free(long address);

  abstract HakmemStats stats();

  abstract void trim();
}
