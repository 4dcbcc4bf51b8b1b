package org.hakmem.internal.event;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines in the log {@code org.hakmem}, each once in a process for each kind of cause, so that what
 * happens at every look fills no disk.
 */
public final class OnceLog {

  private static final Set<String> LOGGED = new HashSet<>();

  private OnceLog() {}

  /**
   * Logs a warning, unless it was logged for such a cause. Throws nothing: a logger that fails, or
   * finds no Java heap, is as good as none.
   *
   * @return whether it was logged
   */
  public static boolean warn(String message, @Nullable Throwable cause) {
    return log(System.Logger.Level.WARNING, message, cause);
  }

  /** As {@link #warn}, for what is as it should be but perhaps not as one expects. */
  public static boolean info(String message) {
    return log(System.Logger.Level.INFO, message, null);
  }

  private static boolean log(System.Logger.Level level, String message, @Nullable Throwable cause) {
    try {
      if (isNew(cause == null ? message : message + cause.getClass().getName())) {
        System.getLogger("org.hakmem").log(level, message, cause);
        return true;
      }
    } catch (RuntimeException | Error e) { // there is nobody to say so to
    }
    return false;
  }

  private static boolean isNew(String kind) {
    synchronized (LOGGED) {
      return LOGGED.add(kind);
    }
  }
}
