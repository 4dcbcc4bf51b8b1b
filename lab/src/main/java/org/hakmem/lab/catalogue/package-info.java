/** All exhibits. Above the packages that have them. */
@NullMarked
package org.hakmem.lab.catalogue;

import org.jspecify.annotations.NullMarked;
