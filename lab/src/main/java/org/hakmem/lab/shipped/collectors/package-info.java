/** The allocator under each garbage collector: its metadata are objects that a collector moves. */
@NullMarked
package org.hakmem.lab.shipped.collectors;

import org.jspecify.annotations.NullMarked;
