/** Soaking: every workload mixed for a long time, and whether memory grows meanwhile. */
@NullMarked
package org.hakmem.proof.soak;

import org.jspecify.annotations.NullMarked;
