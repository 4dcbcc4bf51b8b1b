package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hakmem.internal.memory.OsMemory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Makes the allocators of a test, and after it checks the invariants of those that are still open
 * and closes them. To be registered as an extension.
 *
 * <p>An {@link OutOfMemoryError} that a test does not expect makes it fail; JUnit would end.
 *
 * <p>They have no scavenger unless asked for, so that nothing happens behind the test's back.
 */
@SuppressWarnings("exports") // to other tests only, in packages that need what is package-private
public final class Allocators implements AfterEachCallback, InvocationInterceptor {

  private final List<Hakmem> made = new ArrayList<>();

  /** None yet. */
  public Allocators() {}

  /** One with the default settings. */
  public Hakmem create() {
    return create(settings -> settings);
  }

  /** One with some settings changed. */
  public Hakmem create(UnaryOperator<HakmemConfigBuilder> settings) {
    return add(Hakmem.create(settings.apply(quiet()).build()));
  }

  /** One over memory of the test's making. */
  public Hakmem create(UnaryOperator<HakmemConfigBuilder> settings, OsMemory os) {
    return add(Hakmem.create(settings.apply(quiet()).build(), os));
  }

  /** One that nobody checks or closes. */
  public static Hakmem over(HakmemConfig config, OsMemory os) {
    return Hakmem.create(config, os);
  }

  private Hakmem add(Hakmem hakmem) {
    made.add(hakmem);
    return hakmem;
  }

  private static HakmemConfigBuilder quiet() {
    return HakmemConfig.builder().scavenger(false);
  }

  /** The first fault in a quiet allocator, or null. */
  public static String firstFault(Hakmem hakmem) {
    return hakmem.engine().firstFault();
  }

  /** The memory of a block that {@code malloc} and its kin returned. */
  public static MemorySegment memory(Hakmem hakmem, long address, long bytes) {
    return hakmem.engine().segment(address, bytes);
  }

  /** The statistics but for the resident bytes, which take long to find out. */
  public static HakmemStats stats(Hakmem hakmem) {
    return hakmem.engine().stats(-1);
  }

  /** Bytes of closed batched arenas that wait for their release. */
  public static long quarantinedBytes(Hakmem hakmem) {
    return hakmem.engine().generations().quarantinedBytes();
  }

  /** Whether free pages can be given back before the allocator is closed. */
  public static boolean canPurge(Hakmem hakmem) {
    return hakmem.engine().os().canPurge();
  }

  /** Requires that nothing is live, and that all memory can be given back if the system lets us. */
  public static void requireNothingLeft(Hakmem hakmem) {
    hakmem.trim();
    assertThat(firstFault(hakmem)).isNull();
    HakmemStats stats = stats(hakmem);
    assertThat(stats.liveBlocks()).as("live blocks").isZero();
    assertThat(stats.liveBytes()).as("live bytes").isZero();
    assertThat(stats.slabs()).as("slabs").isZero();
    if (canPurge(hakmem)) {
      assertThat(stats.committedBytes()).as("committed").isZero();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    for (Hakmem hakmem : made) {
      if (!hakmem.engine().isClosed()) {
        try {
          assertThat(firstFault(hakmem)).as("first fault after the test").isNull();
        } finally {
          hakmem.close();
        }
      }
    }
  }

  private static void proceed(Invocation<Void> test) throws Throwable {
    try {
      test.proceed();
    } catch (OutOfMemoryError e) {
      throw new AssertionError("not expected here", e);
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    proceed(test);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    proceed(test);
  }
}
