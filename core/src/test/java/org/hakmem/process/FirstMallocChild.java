package org.hakmem.process;

import org.hakmem.Hakmem;

/** A program that allocates one block. */
public final class FirstMallocChild {

  private FirstMallocChild() {}

  /** Runs it. */
  public static void main(String[] args) {
    Hakmem.shared().free(Hakmem.shared().malloc(64));
  }
}
