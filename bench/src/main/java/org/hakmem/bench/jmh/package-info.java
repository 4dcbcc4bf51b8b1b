/**
 * How fast the allocator is beside its peers.
 *
 * <p>Three loops ({@code PairLoop}, {@code ReplaceLoop}, {@code ProducerConsumerLoop}) are run in
 * two ways: by the JMH benchmarks, and by {@code SpeedTable}, which interleaves the peers round by
 * round so that a noisy machine does them equal wrong.
 */
@NullMarked
package org.hakmem.bench.jmh;

import org.jspecify.annotations.NullMarked;
