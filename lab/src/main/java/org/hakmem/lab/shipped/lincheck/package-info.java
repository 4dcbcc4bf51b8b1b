/**
 * Model checking and stress of the shipped classes, by Lincheck. A {@link
 * org.hakmem.lab.shipped.lincheck.ShippedScenario scenario} is a starting state with the operations
 * of three threads, a {@link org.hakmem.lab.lincheck.Script script} says which of them each thread
 * carries out, a {@link org.hakmem.lab.shipped.lincheck.ShippedCheck check} has Lincheck try their
 * interleavings.
 */
@NullMarked
package org.hakmem.lab.shipped.lincheck;

import org.jspecify.annotations.NullMarked;
