package org.hakmem.bench.peers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The peers by name; {@link #open()} gives the peer itself. */
public enum PeerName {
  /** This project's allocator. */
  HAKMEM(null),
  /** Microsoft's mimalloc. */
  MIMALLOC(NativeLibrary.MIMALLOC),
  /** Google's tcmalloc, as in gperftools. */
  TCMALLOC(NativeLibrary.TCMALLOC),
  /** The C library's own allocator. */
  GLIBC(NativeLibrary.GLIBC),
  /** FreeBSD's jemalloc. */
  JEMALLOC(NativeLibrary.JEMALLOC),
  /** No allocator at all. */
  FLOOR(null);

  private final @Nullable NativeLibrary library;

  PeerName(@Nullable NativeLibrary library) {
    this.library = library;
  }

  /**
   * Finds a peer by its label.
   *
   * @param label as {@link #label()} gives it
   * @return the peer's name
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static PeerName of(String label) {
    return Arrays.stream(values())
        .filter(name -> name.label().equals(label))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no peer '%s'; there are: %s"
                    .formatted(
                        label,
                        Arrays.stream(values())
                            .map(PeerName::label)
                            .collect(Collectors.joining(", ")))));
  }

  /** The name in options and tables: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a JVM must find in its environment to open this peer.
   *
   * @return variables and their values; empty for most
   */
  public Map<String, String> environment() {
    return library == null ? Map.of() : library.environment();
  }

  /**
   * Says why this peer can't be opened in this JVM.
   *
   * @return one line; empty if it can be opened
   */
  public Optional<String> missing() {
    try {
      requireLibrary();
      return Optional.empty();
    } catch (MissingPeerException e) {
      return Optional.of(e.line());
    }
  }

  /**
   * Opens the peer. It stays open until the JVM ends.
   *
   * @return the peer
   * @throws MissingPeerException if its native library can't be loaded
   */
  public Peer open() {
    requireLibrary();
    return switch (this) {
      case HAKMEM -> new HakmemPeer();
      case MIMALLOC -> new MimallocPeer();
      case TCMALLOC -> new TcmallocPeer();
      case GLIBC -> new GlibcPeer();
      case JEMALLOC -> new JemallocPeer();
      case FLOOR -> new FloorPeer();
    };
  }

  private void requireLibrary() {
    if (library != null) {
      library.lookup();
    }
  }
}
