/** Calls zlib with memory from arenas of hakmem's. */
@org.jspecify.annotations.NullMarked
package org.hakmem.examples.zlib;
