package org.hakmem.fault;

import java.util.function.Consumer;

/**
 * Something that is done while memory runs out.
 *
 * @param name what it is
 * @param prepare brings the allocator to where it begins; nothing fails then
 * @param run does it, and tells the subject of each block that it got or gave back
 */
record Operation(String name, Consumer<Subject> prepare, Consumer<Subject> run) {

  /** Whether it makes one call many times. */
  boolean repeats() {
    return name.startsWith(Operations.MANY_CALLS);
  }

  /** Whether it holds a reserve of Java heap, which is of no use if no allocation ever succeeds. */
  boolean reserves() {
    return name.startsWith(Operations.RESERVES);
  }

  void prepare(Subject subject) {
    prepare.accept(subject);
  }

  void run(Subject subject) {
    run.accept(subject);
  }
}
