package org.hakmem.bench.peers;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * The native libraries that hold a peer.
 *
 * <p>Their functions are bound as critical downcalls: without a thread-state transition a call
 * costs the least that Java can pay for it, so that the native peers stand at their best. Symbols
 * are looked up in the library itself, which comes before its dependencies; so {@code malloc} of
 * jemalloc is jemalloc's although the C library has one too.
 */
enum NativeLibrary {
  MIMALLOC("libmimalloc.so.2", "libmimalloc2.0"),
  TCMALLOC("libtcmalloc_minimal.so.4", "libtcmalloc-minimal4"),
  GLIBC("libc.so.6", "libc6"),
  JEMALLOC("libjemalloc.so.2", "libjemalloc2");

  private static final Linker LINKER = Linker.nativeLinker();

  private final String fileName;
  private final String debianPackage;

  NativeLibrary(String fileName, String debianPackage) {
    this.fileName = fileName;
    this.debianPackage = debianPackage;
  }

  /**
   * What a JVM needs in its environment to load this library: jemalloc's thread-local data must fit
   * into what the loader keeps for late libraries.
   */
  Map<String, String> environment() {
    return this == JEMALLOC
        ? Map.of("GLIBC_TUNABLES", "glibc.rtld.optional_static_tls=4096")
        : Map.of();
  }

  /**
   * Loads the library, for good.
   *
   * @throws MissingPeerException if that fails
   */
  @SuppressWarnings("restricted")
  SymbolLookup lookup() {
    try {
      return SymbolLookup.libraryLookup(fileName, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new MissingPeerException(complaint(), e);
    }
  }

  /** Binds {@code void *function(size_t)}; an address is a {@code long} here. */
  MethodHandle malloc(String function) {
    return bind(function, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  }

  /** Binds {@code void function(void *)}; an address is a {@code long} here. */
  MethodHandle free(String function) {
    return bind(function, FunctionDescriptor.ofVoid(JAVA_LONG));
  }

  /** Wraps what a downcall handle declares to throw and never does. */
  static AssertionError unexpected(Throwable thrown) {
    return new AssertionError("a native call threw", thrown);
  }

  @SuppressWarnings("restricted")
  private MethodHandle bind(String function, FunctionDescriptor descriptor) {
    MemorySegment address = lookup().findOrThrow(function);
    return LINKER.downcallHandle(address, descriptor, Linker.Option.critical(false));
  }

  private String complaint() {
    StringBuilder line =
        new StringBuilder(
            "can't load %s: install the Debian package %s".formatted(fileName, debianPackage));
    environment()
        .forEach((name, value) -> {
          if (!value.equals(System.getenv(name))) {
            line.append(", and set %s=%s in the environment".formatted(name, value));
          }
        });
    return line.toString();
  }
}
