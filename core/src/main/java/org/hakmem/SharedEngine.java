package org.hakmem;

import org.jspecify.annotations.Nullable;

/** Makes the parts of {@link Hakmem#shared()}: once, and again after a failure. */
final class SharedEngine {

  /** Written once, under the class' lock. */
  private static volatile @Nullable Engine engine;

  private SharedEngine() {}

  /**
   * Makes it unless it is made.
   *
   * @throws IllegalArgumentException if a property has a bad value
   * @throws OutOfMemoryError if there is not enough Java heap, or the system refuses
   */
  static synchronized void make() {
    if (engine == null) {
      engine = Engine.open(HakmemConfig.fromSystemProperties());
    }
  }

  /** What {@link #make} made. */
  static Engine made() {
    Engine present = engine;
    if (present == null) {
      throw new IllegalStateException("not made yet");
    }
    return present;
  }
}
