package org.hakmem.bench.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Map;

/**
 * The native allocators that Debian has as packages.
 *
 * <p>Symbols are looked up in the library itself, which comes before its dependencies; so {@code
 * malloc} of jemalloc is jemalloc's although the C library has one too.
 */
enum DebianLibrary {
  MIMALLOC("libmimalloc.so.2", "libmimalloc2.0", "mi_"),
  JEMALLOC("libjemalloc.so.2", "libjemalloc2", ""),
  TCMALLOC("libtcmalloc_minimal.so.4", "libtcmalloc-minimal4", "tc_"),
  GLIBC("libc.so.6", "libc6", "");

  /**
   * What a JVM needs in its environment to load a jemalloc: its thread-local data must fit into
   * what the loader keeps for late libraries.
   */
  static final Map<String, String> ROOM_FOR_THREAD_LOCALS =
      Map.of("GLIBC_TUNABLES", "glibc.rtld.optional_static_tls=4096");

  private final String fileName;
  private final String debianPackage;
  private final String prefix;

  DebianLibrary(String fileName, String debianPackage, String prefix) {
    this.fileName = fileName;
    this.debianPackage = debianPackage;
    this.prefix = prefix;
  }

  /** What a JVM needs in its environment to load this library. */
  Map<String, String> environment() {
    return this == JEMALLOC ? ROOM_FOR_THREAD_LOCALS : Map.of();
  }

  /**
   * Loads the library, for good, and binds its functions.
   *
   * @throws MissingPeerException if it can't be loaded
   */
  NativeFunctions functions() {
    NativeFunctions.Addresses symbols = lookup()::findOrThrow;
    return NativeFunctions.at(symbols.named(prefix::concat), NativeFunctions.ThreadCare.NONE);
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
