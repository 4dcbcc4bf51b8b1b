package org.hakmem;

import org.hakmem.internal.event.OnceLog;

/**
 * The Java virtual machines on which {@link HakmemConfig#reclaimIdleThreads} was tested. It relies
 * on how HotSpot brings threads to a safepoint, compiles accesses in opaque mode, and schedules
 * virtual threads, none of which Java promises.
 */
final class KnownVm {

  private static final int TESTED_FEATURE = 25;

  private KnownVm() {}

  /** Whether this one is known. */
  static boolean isThis() {
    return isKnown(
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.version", ""),
        Runtime.version().feature());
  }

  /**
   * Whether such a virtual machine is known.
   *
   * @param name of {@code java.vm.name}
   * @param version of {@code java.vm.version}, which names another compiler's interface if it has
   *     one
   */
  static boolean isKnown(String name, String version, int feature) {
    return feature == TESTED_FEATURE
        && (name.equals("OpenJDK 64-Bit Server VM")
            || name.equals("Java HotSpot(TM) 64-Bit Server VM"))
        && !version.contains("jvmci");
  }

  /** Logs once if an allocator does without what is only known to work elsewhere. */
  static void logIfUnknown(HakmemConfig config) {
    if (!config.reclaimIdleThreads() && !isThis()) {
      OnceLog.info(
          "hakmem takes no free blocks from idle threads on this Java virtual machine: that was"
              + " tested on HotSpot of JDK 25 only (org.hakmem.reclaimIdleThreads=true does it"
              + " here, too)");
    }
  }
}
