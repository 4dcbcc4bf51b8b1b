/**
 * What a run comes to: figures and ratios, goals and whether they are reached, and what could not
 * be told; as a table, as JSON and as a page.
 */
@NullMarked
package org.hakmem.bench.report;

import org.jspecify.annotations.NullMarked;
