/**
 * What models and shipped classes have in common under Lincheck: {@link
 * org.hakmem.lab.lincheck.Script scripts} for the threads of a scenario, and the {@link
 * org.hakmem.lab.lincheck.SchedulesVerifier count} of what was tried.
 */
@NullMarked
package org.hakmem.lab.lincheck;

import org.jspecify.annotations.NullMarked;
