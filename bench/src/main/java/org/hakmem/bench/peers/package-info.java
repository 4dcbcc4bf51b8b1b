/**
 * The allocators that the benchmarks compare: hakmem itself, native ones called through {@code
 * java.lang.foreign}, and the floor, which is the harness without any allocator.
 */
@NullMarked
package org.hakmem.bench.peers;

import org.jspecify.annotations.NullMarked;
