package org.hakmem.lab;

import java.util.concurrent.Callable;

/** Exhibits with a given result. */
public final class Exhibits {

  private Exhibits() {}

  /** Has this name and expected verdict; {@code outcome} runs it. */
  public static Exhibit of(String name, Verdict expected, Callable<Outcome> outcome) {
    return of(name, expected, outcome, false);
  }

  /** The same, run beside others. */
  public static Exhibit beside(String name, Verdict expected, Callable<Outcome> outcome) {
    return of(name, expected, outcome, true);
  }

  private static Exhibit of(
      String name, Verdict expected, Callable<Outcome> outcome, boolean besideOthers) {
    return new Exhibit() {
      @Override
      public String section() {
        return "Section";
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public String source() {
        return "somewhere";
      }

      @Override
      public Verdict expected() {
        return expected;
      }

      @Override
      public boolean runsBesideOthers() {
        return besideOthers;
      }

      @Override
      public Outcome run(Effort effort) throws Exception {
        return outcome.call();
      }
    };
  }
}
