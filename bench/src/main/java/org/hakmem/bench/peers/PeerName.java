package org.hakmem.bench.peers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The peers by name; {@link #open()} gives the peer itself. */
public enum PeerName {
  /** This project's allocator. */
  HAKMEM(Kind.JAVA),
  /** Microsoft's mimalloc. */
  MIMALLOC(Kind.NATIVE),
  /** FreeBSD's jemalloc. */
  JEMALLOC(Kind.NATIVE),
  /** Google's tcmalloc, as in gperftools. */
  TCMALLOC(Kind.NATIVE),
  /** The C library's own allocator. */
  GLIBC(Kind.NATIVE),
  /** rpmalloc, as LWJGL brings it along. */
  LWJGL_RPMALLOC(Kind.NATIVE),
  /** jemalloc, as LWJGL brings it along. */
  LWJGL_JEMALLOC(Kind.NATIVE),
  /** {@link java.lang.foreign.Arena#ofConfined}, one a block. */
  ARENA_CONFINED(Kind.JAVA),
  /** {@link java.lang.foreign.Arena#ofShared}, one a block. */
  ARENA_SHARED(Kind.JAVA),
  /** {@link java.lang.foreign.Arena#ofAuto}, one a block. */
  ARENA_AUTO(Kind.JAVA),
  /** Netty's {@code PooledByteBufAllocator}. */
  NETTY_POOLED(Kind.JAVA),
  /** Netty's {@code AdaptiveByteBufAllocator}. */
  NETTY_ADAPTIVE(Kind.JAVA),
  /** This project's {@code HakmemByteBufAllocator} for Netty. */
  NETTY_HAKMEM(Kind.JAVA),
  /** This project's allocator with {@code safety=fast}. */
  HAKMEM_FAST(Kind.JAVA),
  /** No allocator at all. */
  FLOOR(Kind.NONE);

  private enum Kind {
    JAVA,
    NATIVE,
    NONE
  }

  private final Kind kind;

  PeerName(Kind kind) {
    this.kind = kind;
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

  /** The name in options and tables: lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is this project's allocator, in whatever mode. */
  public boolean isOwn() {
    return this == HAKMEM || this == HAKMEM_FAST;
  }

  /** Whether it is a C allocator, called natively. */
  public boolean isNative() {
    return kind == Kind.NATIVE;
  }

  /** Whether its memory is the C library's heap, from which the JVM too has its own. */
  public boolean isCHeap() {
    return switch (this) {
      case GLIBC, ARENA_CONFINED, ARENA_SHARED, ARENA_AUTO, NETTY_POOLED, NETTY_ADAPTIVE -> true;
      default -> false;
    };
  }

  /** Whether a block may be freed by another thread than allocated it. */
  public boolean freesAcrossThreads() {
    return this != ARENA_CONFINED;
  }

  /**
   * Whether virtual threads may use it. rpmalloc keeps what it has for each platform thread, and
   * wants to be told of each before that uses it.
   */
  public boolean servesVirtualThreads() {
    return this != LWJGL_RPMALLOC;
  }

  /**
   * What a JVM must find in its environment to open this peer.
   *
   * @return variables and their values; empty for most
   */
  public Map<String, String> environment() {
    return switch (this) {
      case JEMALLOC -> DebianLibrary.JEMALLOC.environment();
      case LWJGL_JEMALLOC -> DebianLibrary.ROOM_FOR_THREAD_LOCALS;
      default -> Map.of();
    };
  }

  /**
   * Opens the peer. It stays open until the JVM ends. Each class makes its own instance, so that
   * the verifier of this one need not load them all.
   *
   * @return the peer
   * @throws MissingPeerException if its native library can't be loaded
   */
  public Peer open() {
    return switch (this) {
      case HAKMEM -> HakmemPeer.open("hardened");
      case HAKMEM_FAST -> HakmemPeer.open("fast");
      case MIMALLOC -> nativePeer(DebianLibrary.MIMALLOC.functions());
      case JEMALLOC -> nativePeer(DebianLibrary.JEMALLOC.functions());
      case TCMALLOC -> nativePeer(DebianLibrary.TCMALLOC.functions());
      case GLIBC -> nativePeer(DebianLibrary.GLIBC.functions());
      case LWJGL_RPMALLOC -> nativePeer(LwjglLibrary.RPMALLOC.functions());
      case LWJGL_JEMALLOC -> nativePeer(LwjglLibrary.JEMALLOC.functions());
      case ARENA_CONFINED -> ArenaPeer.open(ArenaPeer.Kind.CONFINED);
      case ARENA_SHARED -> ArenaPeer.open(ArenaPeer.Kind.SHARED);
      case ARENA_AUTO -> ArenaPeer.open(ArenaPeer.Kind.AUTO);
      case NETTY_POOLED -> NettyPeer.pooled();
      case NETTY_ADAPTIVE -> NettyPeer.adaptive();
      case NETTY_HAKMEM -> NettyPeer.hakmem();
      case FLOOR -> FloorPeer.open();
    };
  }

  private static Peer nativePeer(NativeFunctions functions) {
    return HiddenCopy.of(NativePeer.class, functions, Peer.class);
  }
}
