package org.hakmem.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/** Defines a class once more, under no name, with static state of its own. */
final class HiddenCopy {

  private HiddenCopy() {}

  /**
   * Makes an instance of a copy.
   *
   * @param original of this package; has a constructor without parameters
   * @param data what the copy finds as its class data
   * @param type what the instance is to be seen as
   */
  static <T> T of(Class<?> original, Object data, Class<T> type) {
    try {
      MethodHandles.Lookup copy =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes(original), data, false);
      return type.cast(
          copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("no copy of " + original.getName(), e);
    }
  }

  private static byte[] bytes(Class<?> original) {
    try (InputStream stream = original.getResourceAsStream(original.getSimpleName() + ".class")) {
      return Objects.requireNonNull(stream).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
