/** hakmem as the allocator behind LWJGL's {@code MemoryUtil}. */
@org.jspecify.annotations.NullMarked
package org.hakmem.lwjgl;
