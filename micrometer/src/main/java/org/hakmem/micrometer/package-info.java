/** An allocator's statistics as meters of Micrometer: {@link HakmemMetrics}. */
@NullMarked
package org.hakmem.micrometer;

import org.jspecify.annotations.NullMarked;
