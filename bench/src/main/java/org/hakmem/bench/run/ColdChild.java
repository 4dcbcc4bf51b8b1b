package org.hakmem.bench.run;

import org.hakmem.bench.workload.ColdStart;

/**
 * The main class of the child JVMs that look at the JVM's beginning: it does nothing before the
 * first malloc that would load a part of the JDK.
 */
public final class ColdChild {

  private ColdChild() {}

  /**
   * Measures.
   *
   * @param args the peer's label
   */
  public static void main(String[] args) {
    double millis = ColdStart.millis(args[0].equals("hakmem"));
    System.out.println(new Reading(millis, 0, 0, 0, "", "").toLine());
  }
}
