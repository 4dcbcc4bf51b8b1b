/** What the system says of itself: processors, load, resident memory. */
@NullMarked
package org.hakmem.bench.machine;

import org.jspecify.annotations.NullMarked;
