package org.hakmem.bench.peers;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.UnaryOperator;

/**
 * A native heap's functions, bound as critical downcalls: without a thread-state transition a call
 * costs the least that Java can pay for it, so that the native peers stand at their best. An
 * address is a {@code long} here.
 *
 * @param malloc {@code void *malloc(size_t size)}
 * @param calloc {@code void *calloc(size_t count, size_t size)}
 * @param aligned {@code void *memalign(size_t alignment, size_t size)}
 * @param realloc {@code void *realloc(void *block, size_t size)}
 * @param free {@code void free(void *block)}
 * @param threads what a thread does before it first uses the heap, and before it ends
 */
record NativeFunctions(
    MethodHandle malloc,
    MethodHandle calloc,
    MethodHandle aligned,
    MethodHandle realloc,
    MethodHandle free,
    ThreadCare threads) {

  /** Wraps what a thread does. */
  @FunctionalInterface
  interface ThreadCare {

    /** Nothing is to be done. */
    ThreadCare NONE = Runnable::run;

    /** Runs the thread's task. */
    void run(Runnable task);
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static final FunctionDescriptor ONE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor TWO =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor NO_RESULT = FunctionDescriptor.ofVoid(JAVA_LONG);

  /**
   * Binds the functions that stand at these addresses.
   *
   * @param address the address of each, by its name without a prefix: {@code malloc}, {@code
   *     calloc}, {@code memalign}, {@code realloc}, {@code free}
   */
  static NativeFunctions at(Addresses address, ThreadCare threads) {
    return new NativeFunctions(
        bind(address.of("malloc"), ONE),
        bind(address.of("calloc"), TWO),
        bind(address.of("memalign"), TWO),
        bind(address.of("realloc"), TWO),
        bind(address.of("free"), NO_RESULT),
        threads);
  }

  /** Finds functions. */
  @FunctionalInterface
  interface Addresses {

    /** The address of a function. */
    MemorySegment of(String function);

    /** With other names: those of {@code names}. */
    default Addresses named(UnaryOperator<String> names) {
      return function -> of(names.apply(function));
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(MemorySegment address, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(address, descriptor, Linker.Option.critical(false));
  }
}
