/** The {@code hakmem} command: {@code larson}, {@code jmh}, {@code speed} and {@code lab}. */
@NullMarked
package org.hakmem.cli;

import org.jspecify.annotations.NullMarked;
