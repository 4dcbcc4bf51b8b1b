/**
 * Larson's server simulation, with every block's contents verified: threads that replace random
 * blocks, hand their blocks to a successor and end, so that most blocks are freed by another thread
 * than allocated them.
 *
 * <p>{@link org.hakmem.bench.larson.LarsonRun} runs it, as {@link
 * org.hakmem.bench.larson.LarsonParameters} say, and gives a {@link
 * org.hakmem.bench.larson.LarsonResult}.
 */
@NullMarked
package org.hakmem.bench.larson;

import org.jspecify.annotations.NullMarked;
