/**
 * The allocators that the benchmarks compare: hakmem itself, native ones called through {@code
 * java.lang.foreign}, Java's arenas, Netty's buffers, and the floor, which is the harness without
 * any allocator.
 *
 * <p>A {@code Peer} makes {@code Slots}, tables of blocks; a workload does everything through
 * these.
 */
@NullMarked
package org.hakmem.bench.peers;

import org.jspecify.annotations.NullMarked;
