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

  void prepare(Subject subject) {
    prepare.accept(subject);
  }

  void run(Subject subject) {
    run.accept(subject);
  }
}
