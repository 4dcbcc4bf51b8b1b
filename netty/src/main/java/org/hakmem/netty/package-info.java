/**
 * Netty on hakmem: {@link org.hakmem.netty.HakmemByteBufAllocator} allocates direct buffers as
 * blocks of a {@link org.hakmem.Hakmem}.
 */
@NullMarked
package org.hakmem.netty;

import org.jspecify.annotations.NullMarked;
