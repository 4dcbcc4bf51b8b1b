package org.hakmem.lab.crash;

/**
 * What the program remembers of a block that it was given.
 *
 * @param thread which thread got it
 * @param number how many blocks that thread had got by then
 * @param wordBefore the block's first word as it was given: the link of the list that it came from
 */
public record HandOut(int thread, long number, long wordBefore) {}
