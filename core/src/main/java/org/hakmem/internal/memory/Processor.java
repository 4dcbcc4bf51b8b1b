package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which processor runs the current thread, by the C library.
 *
 * <p>The call is linked when it is first asked for, in a thread of its own: to link takes time,
 * which programs without virtual threads should not pay, and more of the stack than an operation
 * makes sure of.
 */
final class Processor {

  /** Nobody said so far. */
  static final int UNKNOWN = -1;

  private static final AtomicBoolean ASKED = new AtomicBoolean();

  /**
   * Whether the call is linked. Plain: who reads it late is told later. It publishes nothing, as to
   * use {@link Call} waits for its initialisation.
   */
  private static boolean linked;

  private Processor() {}

  /** Its number, from 0, which may have changed since; or {@link #UNKNOWN}. */
  static int current() {
    if (linked) {
      return Call.schedGetcpu();
    }
    if (!ASKED.get() && ASKED.compareAndSet(false, true)) {
      startLinking();
    }
    return UNKNOWN;
  }

  private static void startLinking() {
    try {
      Thread.ofPlatform()
          .name("hakmem-start")
          .daemon()
          .inheritInheritableThreadLocals(false)
          .start(new Linking());
    } catch (OutOfMemoryError e) { // it is never known then
    }
  }

  /** Not a lambda, which would be linked where there may be no stack for it. */
  private static final class Linking implements Runnable {
    @Override
    public void run() {
      try {
        linked = Call.schedGetcpu() >= 0;
      } catch (LinkageError | OutOfMemoryError e) { // a C library without it: it is never known
      }
    }
  }

  /**
   * {@code sched_getcpu}: it neither blocks nor calls back, so it is called without a transition.
   */
  private static final class Call {

    private static final MethodHandle SCHED_GETCPU = find();

    private Call() {}

    @SuppressWarnings("restricted") // callers see to it that native access is granted
    private static MethodHandle find() {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("sched_getcpu"),
          FunctionDescriptor.of(JAVA_INT),
          Linker.Option.critical(false));
    }

    static int schedGetcpu() {
      try {
        return (int) SCHED_GETCPU.invokeExact();
      } catch (Error | RuntimeException thrown) {
        throw thrown;
      } catch (Throwable thrown) {
        throw new IllegalStateException(thrown);
      }
    }
  }
}
