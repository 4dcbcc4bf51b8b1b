package org.hakmem.bench.larson;

/**
 * How a run stands while it goes on.
 *
 * @param seconds since the threads started
 * @param operations blocks replaced so far
 * @param opsPerSecond blocks replaced per second since the previous progress
 * @param residentBytes the allocator's bytes in physical memory; -1 if unknown
 * @param corruptions corruptions so far
 */
public record LarsonProgress(
    double seconds, long operations, double opsPerSecond, long residentBytes, long corruptions) {}
