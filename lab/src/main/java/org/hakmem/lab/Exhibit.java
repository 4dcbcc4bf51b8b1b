package org.hakmem.lab;

/**
 * One question about the protocol whose answer can be found by running something: model checking in
 * this JVM, or a program in a JVM of its own.
 *
 * <p>An exhibit finds its verdict without looking at the expected one.
 */
public interface Exhibit {

  /** The part of the table that it belongs to, such as "The analysed protocol". */
  String section();

  /** Unique; lower-case words joined by hyphens. What {@code --trace} takes. */
  String name();

  /** Where the question comes from, in a few words: a section of the analysis, a method, a rule. */
  String source();

  /** The verdict that is expected. */
  Verdict expected();

  /**
   * Whether others may run meanwhile: it needs one core, runs in a JVM of its own, and its verdict
   * does not depend on what else the machine does.
   */
  default boolean runsBesideOthers() {
    return false;
  }

  /**
   * Finds the verdict. Called by one thread at a time. Ends what it started, also if interrupted.
   *
   * @throws Exception if no verdict could be reached; that counts as a difference
   */
  Outcome run(Effort effort) throws Exception;
}
