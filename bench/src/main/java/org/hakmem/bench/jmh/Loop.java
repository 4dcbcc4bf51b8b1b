package org.hakmem.bench.jmh;

/** Work that is timed by the operation. */
@FunctionalInterface
interface Loop {

  /** Does that many operations. */
  void run(int operations);
}
