package org.hakmem.process;

import org.hakmem.Hakmem;

/** Calls for the shared allocator with a bad property, twice, and then with a good one. */
final class BadPropertyChild {

  private BadPropertyChild() {}

  public static void main(String[] args) {
    for (int i = 0; i < 2; i++) {
      try {
        Hakmem.shared();
        System.out.println("no exception");
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
    System.setProperty("org.hakmem.stripes", "3");
    Hakmem.shared().free(Hakmem.shared().malloc(1));
    System.out.println("works");
  }
}
