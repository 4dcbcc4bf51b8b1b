package org.hakmem.architecture.upward.internal;

/** Fault: in no layer. */
final class Stray {}
