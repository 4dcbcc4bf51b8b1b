/**
 * The JMH benchmarks: the loops of three workloads, each alone and as JMH measures.
 *
 * <p>For comparisons use {@code hakmem bench}, which interleaves the peers round by round so that a
 * noisy machine does them equal wrong.
 */
@NullMarked
package org.hakmem.bench.jmh;

import org.jspecify.annotations.NullMarked;
