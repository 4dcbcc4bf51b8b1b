package org.hakmem.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which of the system's threads runs the current thread, by the C library: of a virtual thread, its
 * carrier.
 *
 * <p>The call is linked when it is first asked for, in a thread of its own: to link takes time,
 * which programs without virtual threads should not pay, and more of the stack than an operation
 * makes sure of.
 */
final class Carrier {

  /** Nobody said so far. No thread has this number. */
  static final long UNKNOWN = 0;

  private static final AtomicBoolean ASKED = new AtomicBoolean();

  /**
   * Whether the call is linked. Plain: who reads it late is told later. It publishes nothing, as to
   * use {@link Call} waits for its initialisation.
   */
  private static boolean linked;

  private Carrier() {}

  /**
   * Its number, or {@link #UNKNOWN}. A thread that lives has a number of its own; one that comes
   * after it ended may get the same.
   */
  static long current() {
    if (linked) {
      return Call.pthreadSelf();
    }
    if (!ASKED.get() && ASKED.compareAndSet(false, true)) {
      startLinking();
    }
    return UNKNOWN;
  }

  private static void startLinking() {
    try {
      Daemon.of("hakmem-start", new Linking(), 0).start();
    } catch (OutOfMemoryError e) { // it is never known then
    }
  }

  /** Not a lambda, which would be linked where there may be no stack for it. */
  private static final class Linking implements Runnable {
    @Override
    public void run() {
      try {
        ThreadFence.prepare(); // first: who knows its carrier asks for the fence
        linked = Call.pthreadSelf() != UNKNOWN;
      } catch (LinkageError | OutOfMemoryError e) { // a C library without it: it is never known
      }
    }
  }

  /**
   * {@code pthread_self}: it neither blocks nor calls back, so it is called without a transition.
   */
  private static final class Call {

    private static final MethodHandle PTHREAD_SELF = find();

    private Call() {}

    @SuppressWarnings("restricted") // callers see to it that native access is granted
    private static MethodHandle find() {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("pthread_self"),
          FunctionDescriptor.of(JAVA_LONG),
          Linker.Option.critical(false));
    }

    static long pthreadSelf() {
      try {
        return (long) PTHREAD_SELF.invokeExact();
      } catch (Error | RuntimeException thrown) {
        throw thrown;
      } catch (Throwable thrown) {
        throw new IllegalStateException(thrown);
      }
    }
  }
}
