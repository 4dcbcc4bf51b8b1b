package org.hakmem.bench.larson;

/** For tests: blocks of something else than the allocator, with a fault that the run must find. */
abstract non-sealed class SubstituteBlocks extends Blocks {}
