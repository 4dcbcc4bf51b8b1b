package org.hakmem.lab.shipped.mutants;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A change of one source file.
 *
 * @param className binary name of its class
 * @param from what to replace: must stand in it exactly once, line breaks and indentation counting
 *     as one space each
 * @param to what to put there
 */
public record Edit(String className, String from, String to) {

  /** The build copies the sources of the module {@code core} there. */
  private static final String SOURCES = "/org/hakmem/lab/shipped/sources/";

  /** The class's source as it is shipped, spaces normalised. */
  static String source(String className) throws IOException {
    String path = SOURCES + className.replace('.', '/') + ".java";
    try (InputStream stream = Edit.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IOException("no source of " + className + " at " + path);
      }
      return normalised(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Line comments stay lines of their own; else any white space is one space. */
  private static String normalised(String source) {
    return source.replaceAll("//[^\n]*", "").replaceAll("\\s+", " ");
  }

  /**
   * The source with this change.
   *
   * @throws IllegalStateException if {@code from} does not stand in it exactly once
   */
  String apply(String source) {
    int first = source.indexOf(from);
    if (first < 0 || source.indexOf(from, first + 1) >= 0) {
      throw new IllegalStateException(
          className
              + " has moved: \""
              + from
              + "\" stands in it "
              + (first < 0 ? "nowhere" : "more than once"));
    }
    return source.substring(0, first) + to + source.substring(first + from.length());
  }
}
