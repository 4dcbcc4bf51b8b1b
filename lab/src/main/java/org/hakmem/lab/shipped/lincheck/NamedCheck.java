package org.hakmem.lab.shipped.lincheck;

import org.hakmem.lab.Effort;
import org.hakmem.lab.Outcome;

/** A check of the shipped code that has a name, by which mutants say what has to notice them. */
interface NamedCheck {

  String name();

  /** What of the code it is about, in a few words. */
  String property();

  /** Runs it in this JVM. */
  Outcome run(Effort effort) throws Exception;
}
