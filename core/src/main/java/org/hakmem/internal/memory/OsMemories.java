package org.hakmem.internal.memory;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/** Chooses the memory that this process may use. */
public final class OsMemories {

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private OsMemories() {}

  /**
   * Native memory on Linux unless native access is denied, portable memory otherwise, which is said
   * once in the log unless it was asked for.
   *
   * @throws OutOfMemoryError if the system refuses even the least that is useful
   */
  public static OsMemory open(long reservationBytes, boolean hugePages, boolean portable) {
    if (portable) {
      return new PortableMemory(reservationBytes);
    }
    if (isNativeUsable()) {
      return new NativeMemory(reservationBytes, hugePages);
    }
    if (TOLD.compareAndSet(false, true)) {
      System.getLogger("org.hakmem")
          .log(
              System.Logger.Level.INFO,
              "hakmem uses portable memory, which can't be given back before the allocator is closed:"
                  + " native memory needs Linux and --enable-native-access=org.hakmem"
                  + " (or ALL-UNNAMED on the class path)");
    }
    return new PortableMemory(reservationBytes);
  }

  /**
   * Without a flag the Java runtime allows native access and warns; it is portable only if denied.
   */
  @SuppressWarnings("restricted") // that is the question
  private static boolean isNativeUsable() {
    try {
      return System.getProperty("os.name", "").equals("Linux")
          && MemorySegment.NULL.reinterpret(1).byteSize() == 1;
    } catch (IllegalCallerException e) {
      return false;
    }
  }
}
