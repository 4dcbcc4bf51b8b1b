/**
 * The orderings that the protocol relies on, under jcstress: on this machine's memory model and
 * with its compiler. A test says which outcomes are forbidden; its twin is the same test over
 * shipped classes in which the ordering is weakened.
 */
@NullMarked
package org.hakmem.lab.shipped.jcstress;

import org.jspecify.annotations.NullMarked;
