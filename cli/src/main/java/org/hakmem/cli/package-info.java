/**
 * The {@code hakmem} command: {@code larson}, {@code bench}, {@code jmh}, {@code lab} and
 * {@code fuzz}.
 */
@NullMarked
package org.hakmem.cli;

import org.jspecify.annotations.NullMarked;
