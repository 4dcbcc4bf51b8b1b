/**
 * Holds the one class that Arrow finds by its fixed name, and nothing else: the package is Arrow's,
 * not ours.
 */
@NullMarked
package org.apache.arrow.memory.unsafe;

import org.jspecify.annotations.NullMarked;
