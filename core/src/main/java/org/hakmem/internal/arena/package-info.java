/** Arenas' memory: chunks of blocks that are released together, and the generations of arenas. */
package org.hakmem.internal.arena;
