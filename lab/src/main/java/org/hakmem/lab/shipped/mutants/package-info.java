/**
 * Mistakes made on purpose in the shipped classes. A {@link org.hakmem.lab.shipped.mutants.Mutant
 * mutant} is a few short edits of their sources, each of which must match exactly once, so that it
 * breaks loudly when the code moves. It is compiled and put before the real classes in a JVM of its
 * own, where a check of {@link org.hakmem.lab.shipped.lincheck} has to notice it.
 */
@NullMarked
package org.hakmem.lab.shipped.mutants;

import org.jspecify.annotations.NullMarked;
