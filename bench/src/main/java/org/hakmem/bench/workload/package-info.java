/**
 * What the allocators are put through: one class for each kind of workload, and {@code Workloads},
 * the list of all.
 *
 * <p>A workload that runs for a time is a {@code Crew} of threads, each with a {@code Worker}; one
 * that has a beginning and an end is done over and over by {@code Passes}.
 */
@NullMarked
package org.hakmem.bench.workload;

import org.jspecify.annotations.NullMarked;
