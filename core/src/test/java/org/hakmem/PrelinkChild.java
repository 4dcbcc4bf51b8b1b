package org.hakmem;

/** A program that links the allocator's classes and uses none. */
final class PrelinkChild {

  private PrelinkChild() {}

  /** Runs it. */
  public static void main(String[] args) {
    new Prelink().run();
  }
}
