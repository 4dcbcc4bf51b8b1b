package org.hakmem.architecture.upward;

/** Stands for the allocator, which no internal class may use. */
public final class Hakmem {}
