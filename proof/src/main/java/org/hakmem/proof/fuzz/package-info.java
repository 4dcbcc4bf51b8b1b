/**
 * Fuzzing: random programs of API calls, good and bad, against a model of the live blocks.
 *
 * <p>A {@link org.hakmem.proof.fuzz.Program} is a byte array. {@link
 * org.hakmem.proof.fuzz.SequentialRun} does what it says and throws a {@link
 * org.hakmem.proof.fuzz.Finding} at the first difference from the model. Programs come from Jazzer,
 * which mutates them by the coverage that they reach, or from a seed.
 */
@NullMarked
package org.hakmem.proof.fuzz;

import org.jspecify.annotations.NullMarked;
