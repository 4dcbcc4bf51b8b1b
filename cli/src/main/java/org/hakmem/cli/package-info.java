/** The {@code hakmem} command: {@code larson}, {@code bench}, {@code jmh} and {@code lab}. */
@NullMarked
package org.hakmem.cli;

import org.jspecify.annotations.NullMarked;
