/** What the lab says of the shipped classes. */
@NullMarked
package org.hakmem.lab.shipped;

import org.jspecify.annotations.NullMarked;
