package org.hakmem.arrow;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.DefaultAllocationManagerOption;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Puts a factory into Arrow's slot for the default before any of Arrow's own tests runs, if the
 * property {@value #MANAGER} says so, and counts the tests.
 *
 * <p>The way that is for programs does not do here: the jar of Arrow's tests holds a default of its
 * own, in the package that Arrow searches first.
 */
public final class SuiteListener implements LauncherSessionListener, TestExecutionListener {

  /** Unset, unless Arrow's tests run: then hakmem, or what Arrow understands: Netty or Unsafe. */
  static final String MANAGER = "suite.manager";

  static final String HAKMEM = "hakmem";

  private static final AtomicLong PASSED = new AtomicLong();

  /** How many tests passed up to now. */
  static long passed() {
    return PASSED.get();
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    String manager = System.getProperty(MANAGER);
    if (manager == null) {
      return;
    }
    session.getLauncher().registerTestExecutionListeners(this);
    if (manager.equals(HAKMEM)) {
      install();
    } else {
      System.setProperty(
          DefaultAllocationManagerOption.ALLOCATION_MANAGER_TYPE_PROPERTY_NAME, manager);
    }
  }

  private static void install() {
    try {
      Field slot =
          DefaultAllocationManagerOption.class.getDeclaredField(
              "DEFAULT_ALLOCATION_MANAGER_FACTORY");
      slot.setAccessible(true);
      slot.set(null, SuiteFactory.INSTANCE);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Arrow's slot for the default is not where it was", e);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      PASSED.incrementAndGet();
    }
  }
}
