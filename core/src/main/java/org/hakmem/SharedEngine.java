package org.hakmem;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Makes the parts of {@link Hakmem#shared()}: once, and again after a failure. */
final class SharedEngine implements Callable<Engine> {

  /** Written once, under the class' lock. */
  private static volatile @Nullable Engine engine;

  SharedEngine() {}

  /** Makes it, and initialises the class that holds it. */
  @Override
  public Engine call() {
    make();
    return Hakmem.sharedEngine();
  }

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
