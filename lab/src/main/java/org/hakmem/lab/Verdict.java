package org.hakmem.lab;

import java.util.Locale;

/** What an exhibit finds out. */
public enum Verdict {

  /** The property held in everything that was explored. */
  HOLDS,

  /** A case was found in which the property does not hold, and can be shown. */
  CAUGHT,

  /** This machine can't run the exhibit; the outcome's trace says why. Contradicts nothing. */
  UNAVAILABLE;

  /** As in the table and in the JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
