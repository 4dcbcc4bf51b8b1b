/** The {@code hakmem} command: {@code larson} and {@code jmh}. */
@NullMarked
package org.hakmem.cli;

import org.jspecify.annotations.NullMarked;
