package org.hakmem.lab;

/**
 * What one run of an exhibit found.
 *
 * @param verdict the verdict
 * @param explored how many cases were looked at, in the unit given
 * @param unit of what: "schedules", "states", "samples", …
 * @param trace what shows the verdict: the interleaving that breaks the property, with the shortest
 *     at hand; for {@link Verdict#UNAVAILABLE} the reason in one line; else empty or a remark
 */
public record Outcome(Verdict verdict, long explored, String unit, String trace) {

  /** The property held. */
  public static Outcome holds(long explored, String unit) {
    return new Outcome(Verdict.HOLDS, explored, unit, "");
  }

  /** The property was broken; {@code trace} shows how. */
  public static Outcome caught(long explored, String unit, String trace) {
    return new Outcome(Verdict.CAUGHT, explored, unit, trace);
  }

  /** It can't be found out here, for this reason. */
  public static Outcome unavailable(String reason) {
    return new Outcome(Verdict.UNAVAILABLE, 0, "", reason);
  }
}
