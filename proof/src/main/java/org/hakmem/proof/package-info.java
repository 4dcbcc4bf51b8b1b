/** Tools that search for broken promises of the allocator. Not published. */
@NullMarked
package org.hakmem.proof;

import org.jspecify.annotations.NullMarked;
