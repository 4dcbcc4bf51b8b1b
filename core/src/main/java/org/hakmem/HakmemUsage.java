package org.hakmem;

/**
 * How much memory an allocator has, by counters: see {@link Hakmem#usage()}.
 *
 * @param usedBytes bytes of slabs and of blocks above 1 MiB: all live blocks, and what is free in
 *     their slabs or cached. At least {@link HakmemStats#liveBytes()}
 * @param committedBytes as {@link HakmemStats#committedBytes()}: what is used, and what is free and
 *     not yet given back
 * @param limitBytes {@link HakmemConfig#maxBytes()}
 */
public record HakmemUsage(long usedBytes, long committedBytes, long limitBytes) {}
