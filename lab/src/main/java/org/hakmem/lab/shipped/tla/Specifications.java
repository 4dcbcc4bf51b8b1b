package org.hakmem.lab.shipped.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What TLC checks: that the protocol has the properties, and that each of them refuses a mistake.
 *
 * <p>Three threads, two slabs of three blocks each, and one of them ended, are searched with two
 * threads within an operation at once; all three at once, and two of them ended, with one slab, of
 * two words. That freed blocks become allocatable is searched for the same three threads and two
 * slabs, of which a certain thread may end, and without mailboxes: they only find sooner what the
 * gate finds in the end. With mailboxes it is searched for three threads and one slab of three
 * blocks, and for two threads of which one may stop halfway.
 */
public final class Specifications {

  private static final Bounds TWO_SLABS = Bounds.of(3, 2, "Three").withMostBusy(2);
  private static final Bounds TWO_WORDS = Bounds.of(3, 1, "TwoAndOne").withMostGone(2);
  private static final Bounds ONE_SLAB = Bounds.of(3, 1, "Three");
  private static final Bounds SMALL = Bounds.of(2, 1, "Two").withStops();

  /** What liveness does not rest on is left out. */
  private static final Bounds BY_THE_GATE = TWO_SLABS.withMortals(1).withoutMail();

  private static final Bounds OTHERS_IN_THE_WAY =
      Bounds.of(3, 2, "One").withMostBusy(2).withMortals(1).withoutMail();

  private static final List<String> INVARIANTS =
      List.of(
          "Conservation",
          "OwnerAlone",
          "OneHolder",
          "Announced",
          "NotStranded",
          "MailedOnce",
          "Mailed",
          "RetiredIsFree");

  private static final List<String> COMES_TO_PASS = List.of("Freed");

  private Specifications() {}

  /** Those that take minutes. What they find changes with the specification alone. */
  public static List<Specification> more() {
    return List.of(
        right("spec-two-slabs", "3 threads, 2 slabs of 3 blocks", TWO_SLABS, INVARIANTS, false),
        right(
            "spec-freed-by-the-gate",
            "3 threads, 2 slabs of 3 blocks",
            BY_THE_GATE,
            COMES_TO_PASS,
            true));
  }

  /** All others, in the order of the table. */
  public static List<Specification> quick() {
    List<Specification> all = new ArrayList<>();
    all.add(
        right("spec-two-words", "3 threads, a slab of 2 + 1 blocks", TWO_WORDS, INVARIANTS, false));
    all.add(
        right(
            "spec-freed-is-allocatable", "3 threads, a slab of 3", ONE_SLAB, COMES_TO_PASS, true));
    all.add(
        right("spec-freed-though-one-stops", "2 threads, a slab of 2", SMALL, COMES_TO_PASS, true));
    all.add(wrong("Conservation", "plain OR"));
    all.add(wrong("OwnerAlone", "claim unchecked"));
    all.add(wrong("OneHolder", "no heap CAS"));
    all.add(wrong("OneHolder", "timeout"));
    all.add(wrong("Announced", "summary last"));
    all.add(wrong("NotStranded", "no re-check"));
    all.add(wrong("MailedOnce", "no mark"));
    all.add(wrong("Mailed", "unmark late"));
    all.add(wrong("RetiredIsFree", "count off"));
    all.add(wrong("Freed", "no gate"));
    all.add(wrong("Freed", "post never"));
    all.add(wrong("Freed", "retake", OTHERS_IN_THE_WAY));
    return all;
  }

  private static Specification right(
      String name, String source, Bounds bounds, List<String> properties, boolean live) {
    return new Specification(name, source, bounds, Specification.NO_FAULT, properties, live);
  }

  private static Specification wrong(String property, String fault) {
    return wrong(property, fault, COMES_TO_PASS.contains(property) ? SMALL : TWO_WORDS);
  }

  private static Specification wrong(String property, String fault, Bounds bounds) {
    return new Specification(
        "spec-with-" + fault.toLowerCase(Locale.ROOT).replace(' ', '-'),
        "violates " + property,
        bounds,
        fault,
        List.of(property),
        COMES_TO_PASS.contains(property));
  }
}
