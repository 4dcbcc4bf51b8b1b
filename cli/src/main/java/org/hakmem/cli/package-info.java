/**
 * The {@code hakmem} command: {@code larson}, {@code bench}, {@code jmh}, {@code lab}, {@code
 * fuzz}, {@code soak} and {@code mutants}.
 */
@NullMarked
package org.hakmem.cli;

import org.jspecify.annotations.NullMarked;
