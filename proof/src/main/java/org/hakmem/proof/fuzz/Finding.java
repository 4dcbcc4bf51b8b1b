package org.hakmem.proof.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown at the first difference between the allocator and its documentation. */
public final class Finding extends AssertionError {

  private static final long serialVersionUID = 1L;

  /** A finding that no exception led to. */
  public Finding(String message) {
    super(message);
  }

  /** A finding that an unexpected exception led to. */
  public Finding(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns the message, the stack trace, and those of the causes, as lines of text. */
  public List<String> lines() {
    StringWriter trace = new StringWriter();
    printStackTrace(new PrintWriter(trace));
    return trace.toString().lines().toList();
  }
}
