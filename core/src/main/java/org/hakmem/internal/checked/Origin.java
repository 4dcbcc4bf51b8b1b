package org.hakmem.internal.checked;

/**
 * The thread and the stack that allocated or freed a block.
 *
 * @param thread the thread's name, or its number if it has none
 * @param frames its stack
 */
record Origin(String thread, Frames frames) {

  /** Captures the calling thread. */
  static Origin capture() {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    return new Origin(name.isEmpty() ? "#" + thread.threadId() : name, Frames.capture());
  }

  /** Returns a short form for messages: the topmost frame and the thread. */
  String place() {
    return "at " + frames.top() + " by thread " + thread;
  }

  /** Returns a throwable with this stack, to be attached to an exception. */
  Throwable trace(String what) {
    return new Trace(what + " by thread " + thread, frames);
  }

  /** Appends the topmost frames of the stack. */
  void appendTo(StringBuilder text, String what, int maxFrames) {
    text.append("  ").append(what).append(" by thread ").append(thread).append(":\n");
    frames.appendTo(text, maxFrames);
  }

  /** Shows as its message alone, because it is no error of its own. */
  private static final class Trace extends Throwable {

    private static final long serialVersionUID = 1L;

    Trace(String message, Frames frames) {
      super(message, null, false, true);
      setStackTrace(frames.toArray());
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the class would say nothing
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
