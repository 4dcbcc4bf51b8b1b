/**
 * Measuring: each workload and peer in a JVM of its own, round by round.
 *
 * <p>{@code BenchRun} does what a {@code Plan} says; {@code ForkedMeasurement} starts {@code
 * ChildMain} for each measurement; {@code Results} has what came out.
 */
@NullMarked
package org.hakmem.bench.run;

import org.jspecify.annotations.NullMarked;
