/** An allocator's meters for Prometheus. */
@NullMarked
package org.hakmem.examples.metrics;

import org.jspecify.annotations.NullMarked;
