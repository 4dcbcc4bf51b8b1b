/**
 * Apache Arrow's buffers in hakmem's memory: {@link
 * org.hakmem.arrow.HakmemAllocationManager#FACTORY} is what an Arrow allocator is given.
 */
@NullMarked
package org.hakmem.arrow;

import org.jspecify.annotations.NullMarked;
