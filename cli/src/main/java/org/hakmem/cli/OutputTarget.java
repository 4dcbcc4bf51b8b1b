package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where a report goes: to a file, to the standard output, or nowhere. */
final class OutputTarget {

  private static final String STANDARD_OUTPUT = "-";

  private final @Nullable Path file;
  private final boolean standardOutput;

  private OutputTarget(@Nullable Path file, boolean standardOutput) {
    this.file = file;
    this.standardOutput = standardOutput;
  }

  /**
   * Finds out whether the target can be written to, and leaves it as it was.
   *
   * @param option a file name, {@code -} for the standard output, or {@code null} for none
   * @throws IOException if it can't be written to; the message says why
   */
  static OutputTarget of(@Nullable String option) throws IOException {
    if (option == null) {
      return new OutputTarget(null, false);
    }
    if (option.equals(STANDARD_OUTPUT)) {
      return new OutputTarget(null, true);
    }
    Path file = path(option);
    boolean existed = Files.exists(file);
    if (Files.isDirectory(file)) {
      throw new IOException("can't write " + option + ": it is a directory");
    }
    try {
      Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      if (!existed) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new IOException("can't write " + option + ": " + reason(e), e);
    }
    return new OutputTarget(file, false);
  }

  /** Whether it goes anywhere. */
  boolean isWanted() {
    return standardOutput || file != null;
  }

  boolean isStandardOutput() {
    return standardOutput;
  }

  /** Writes the text, to {@code out} if the target is the standard output. */
  void write(String text, PrintWriter out) throws IOException {
    if (standardOutput) {
      out.print(text);
      out.flush();
    } else if (file != null) {
      Files.writeString(file, text);
    }
  }

  private static Path path(String option) throws IOException {
    try {
      return Path.of(option);
    } catch (InvalidPathException e) {
      throw new IOException("can't write " + option + ": " + e.getReason(), e);
    }
  }

  private static String reason(IOException exception) {
    return switch (exception) {
      case NoSuchFileException _ -> "no such directory";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(exception.getMessage());
    };
  }
}
