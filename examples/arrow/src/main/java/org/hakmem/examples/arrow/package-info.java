/** Arrow Flight over hakmem's memory. */
@NullMarked
package org.hakmem.examples.arrow;

import org.jspecify.annotations.NullMarked;
