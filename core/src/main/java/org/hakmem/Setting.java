package org.hakmem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The property name, range and syntax of one setting of {@link HakmemConfig}. Every complaint about
 * a bad value is worded here.
 */
final class Setting {

  /** A source of property values. */
  @FunctionalInterface
  interface Lookup {
    /** The value of {@code property}, or null if it is not set. */
    @Nullable String get(String property);
  }

  /** That of the process. Not a lambda, which a program's first malloc would pay for. */
  static final class SystemProperties implements Lookup {
    @Override
    public @Nullable String get(String property) {
      return System.getProperty(property);
    }
  }

  private static final String SUFFIXES = "kmgt";

  private final String property;
  private final long min;
  private final long max;
  private final long step;
  private final boolean suffixes;
  private final String allowed;

  private Setting(String name, long min, long max, long step, boolean suffixes, String allowed) {
    this.property = "org.hakmem." + name;
    this.min = min;
    this.max = max;
    this.step = step;
    this.suffixes = suffixes;
    this.allowed = allowed;
  }

  /** A whole number from {@code min} to {@code max}. */
  static Setting number(String name, long min, long max) {
    return new Setting(name, min, max, 1, false, "from " + min + " to " + max);
  }

  /** A number of bytes from {@code min} to {@code max}, a multiple of {@code step}. */
  static Setting bytes(String name, long min, long max, long step) {
    String multiple = step == 1 ? "" : ", a multiple of " + step;
    return new Setting(
        name, min, max, step, true, "from " + min + " to " + max + " bytes" + multiple);
  }

  /** True or false. */
  static Setting flag(String name) {
    return new Setting(name, 0, 0, 1, false, "true or false");
  }

  /** One of the constants of {@code type}. */
  static <E extends Enum<E>> Setting choice(String name, Class<E> type) {
    StringBuilder allowed = new StringBuilder();
    E[] constants = type.getEnumConstants();
    for (int i = 0; i < constants.length; i++) {
      allowed.append(i == 0 ? "" : i == constants.length - 1 ? " or " : ", ");
      allowed.append(constants[i].name().toLowerCase(Locale.ROOT));
    }
    return new Setting(name, 0, 0, 1, false, allowed.toString());
  }

  /**
   * Returns if {@code value} is allowed.
   *
   * @throws IllegalArgumentException if it is not
   */
  void check(long value) {
    if (!allows(value)) {
      throw bad(Long.toString(value));
    }
  }

  /**
   * The number that the property gives, or {@code otherwise} if it is not set.
   *
   * @throws IllegalArgumentException if the text is no number, or one that is not allowed
   */
  long read(Lookup properties, long otherwise) {
    String text = properties.get(property);
    if (text == null) {
      return otherwise;
    }
    long value;
    try {
      value = parse(text.strip().toLowerCase(Locale.ROOT));
    } catch (ArithmeticException | NumberFormatException e) {
      throw bad(text);
    }
    if (!allows(value)) {
      throw bad(text);
    }
    return value;
  }

  /**
   * The truth value that the property gives, or {@code otherwise} if it is not set.
   *
   * @throws IllegalArgumentException if the text is neither true nor false, in any case of letters
   */
  boolean read(Lookup properties, boolean otherwise) {
    String text = properties.get(property);
    if (text == null) {
      return otherwise;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(text);
    };
  }

  /**
   * Returns the constant that the property names, or {@code otherwise} if it is not set.
   *
   * @throws IllegalArgumentException if the text names no constant, in any case of letters
   */
  <E extends Enum<E>> E read(Lookup properties, Class<E> type, E otherwise) {
    String text = properties.get(property);
    if (text == null) {
      return otherwise;
    }
    String name = text.strip().toUpperCase(Locale.ROOT);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw bad(text);
  }

  private boolean allows(long value) {
    return value >= min && value <= max && value % step == 0;
  }

  private long parse(String text) {
    int suffix =
        suffixes && !text.isEmpty() ? SUFFIXES.indexOf(text.charAt(text.length() - 1)) : -1;
    if (suffix < 0) {
      return Long.parseLong(text);
    }
    long unit = 1L << (10 * (suffix + 1));
    return Math.multiplyExact(Long.parseLong(text.substring(0, text.length() - 1)), unit);
  }

  private IllegalArgumentException bad(String value) {
    return new IllegalArgumentException(property + "=" + value + ": must be " + allowed);
  }
}
