package org.hakmem.proof.soak;

/**
 * What was in use at one moment, in bytes. The allocator's figures are those of the allocators that
 * last for the whole soak.
 *
 * @param seconds time since the start
 * @param processResident the process's memory in RAM
 * @param live usable bytes of live blocks
 * @param cached bytes of free blocks in magazines
 * @param committed bytes counted against the limits
 * @param resident bytes of the allocators' mappings in RAM
 * @param heap bytes of the Java heap after a collection; -1 if this sample has none
 */
public record Sample(
    double seconds,
    long processResident,
    long live,
    long cached,
    long committed,
    long resident,
    long heap) {}
