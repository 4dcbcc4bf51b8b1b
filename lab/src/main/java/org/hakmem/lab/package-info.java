/**
 * The lab: executable arguments about the protocol. An {@link org.hakmem.lab.Exhibit exhibit} is
 * one of them, the {@link org.hakmem.lab.Catalogue catalogue} lists them all, a {@link
 * org.hakmem.lab.LabRun run} compares what each of them finds with what is expected.
 */
@NullMarked
package org.hakmem.lab;

import org.jspecify.annotations.NullMarked;
