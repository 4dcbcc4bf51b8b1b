/**
 * The lab: executable arguments about the protocol. An {@link org.hakmem.lab.Exhibit exhibit} is
 * one of them, a {@link org.hakmem.lab.LabRun run} compares what each of them finds with what is
 * expected. The packages below have the exhibits, {@code catalogue} lists them all.
 */
@NullMarked
package org.hakmem.lab;

import org.jspecify.annotations.NullMarked;
