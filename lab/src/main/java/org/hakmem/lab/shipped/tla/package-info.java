/** The specification of the protocol, {@code Protocol.tla}, and what TLC makes of it. */
@NullMarked
package org.hakmem.lab.shipped.tla;

import org.jspecify.annotations.NullMarked;
