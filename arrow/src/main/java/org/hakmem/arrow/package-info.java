/**
 * Apache Arrow's buffers in hakmem's memory: {@link org.hakmem.arrow.HakmemRootAllocator} stands
 * where Arrow's root allocator stood, or {@link org.hakmem.arrow.HakmemAllocationManager#FACTORY}
 * is what that is given.
 */
@NullMarked
package org.hakmem.arrow;

import org.jspecify.annotations.NullMarked;
