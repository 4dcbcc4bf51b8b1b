/**
 * The protocol that the remote drain analysis describes, and every fix that it discusses, as a
 * small model in its terms, each checked by Lincheck in one scenario a row.
 */
@NullMarked
package org.hakmem.lab.analysed;

import org.jspecify.annotations.NullMarked;
