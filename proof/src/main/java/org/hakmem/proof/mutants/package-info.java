/** Mutation testing: runs PIT by Maven and reads its report. */
@NullMarked
package org.hakmem.proof.mutants;

import org.jspecify.annotations.NullMarked;
