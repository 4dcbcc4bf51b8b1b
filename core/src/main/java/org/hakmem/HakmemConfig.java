package org.hakmem;

import java.util.Objects;
import org.hakmem.internal.memory.Geometry;

/**
 * How an allocator is to behave: an immutable set of settings, each with a default that suits most
 * programs.
 *
 * <p>Each setting is also a system property, {@code org.hakmem.} followed by the component's name,
 * read by {@link #fromSystemProperties()}. A value outside a setting's range is refused with an
 * {@link IllegalArgumentException} that names the property, the value and the range, by the
 * constructor and the builder as well.
 *
 * @param maxBytes hard limit in bytes for {@link HakmemStats#committedBytes()}, at least 64 KiB;
 *     {@link Long#MAX_VALUE}, the default, means that there is no limit but the operating system's
 * @param reservationBytes bytes of address space that the allocator reserves, which costs no
 *     physical memory: a multiple of 2 MiB from 2 MiB to 16 TiB. The default is eight times the
 *     physical memory, at least 64 GiB, so that memory is used up first. With a limit at most 32
 *     times {@code maxBytes} is reserved
 * @param magazineCapacity blocks of one size class that a heap keeps in its magazine at most, 0 to
 *     1024; 1024 by default, 0 for no magazines. Of classes above 32 bytes it keeps fewer: 32 KiB,
 *     or 256 blocks if that is more
 * @param heapCachedBytes bytes of free blocks that the magazines of one heap may hold, 0 to 1 GiB;
 *     8 MiB by default
 * @param totalCachedBytes bytes of free blocks that all magazines of the allocator may hold, 0 to 1
 *     TiB; 256 MiB by default
 * @param stickyRingSize how many of the slabs that it used last a heap tries again in each size
 *     class, 0 to 16; 4 by default
 * @param adopt whether a heap takes over the slabs and heaps of ended threads; true by default
 * @param stripes number of heaps that all virtual threads share, and the most that carriers have of
 *     their own besides, 1 to 1024; twice the available processors by default
 * @param purgeDelayMillis how long free memory is kept before it goes back to the operating system,
 *     in milliseconds, 0 to 86,400,000 (a day); 1000 by default
 * @param scavenger whether a daemon thread gives free memory back while the program is idle; true
 *     by default. Without it that happens only along with other calls
 * @param collapse whether the scavenger has memory that is in use nearly whole mapped with huge
 *     pages, where the operating system can do that (Linux 6.1 or later); true by default
 * @param hugePages whether to ask the operating system for huge pages from the start, also for
 *     memory of which little is used; false by default
 * @param portableMemory whether to use only memory that needs no native access, even where native
 *     access is granted; false by default. Such memory can't be given back before the allocator is
 *     closed
 * @param batchArenas how many batched arenas share an arena of the JDK at most, 1 to 16384; 4096 by
 *     default. With 1 each has its own
 * @param batchBytes bytes of closed batched arenas that may wait for their release, 1 MiB to 1 TiB;
 *     64 MiB by default. See {@link Hakmem#newBatchedArena()} for what happens at the bound
 * @param batchMillis after how long at the most no more batched arenas share an arena of the JDK
 *     with earlier ones, in milliseconds, 0 to 86,400,000 (a day); 250 by default
 * @param safety how thoroughly frees are checked; {@link Safety#HARDENED} by default. As a property
 *     the constant's name, in any case of letters
 * @param reclaimIdleThreads whether free blocks that a live but idle thread caches may be taken
 *     from it, and virtual threads may use heaps of their carriers, which is given back the same
 *     way. That relies on what the Java virtual machine does but does not promise, so it is true by
 *     default only on virtual machines that it was tested on: HotSpot of JDK 25
 * @param guardSample one in about this many allocations that reach the slow path is put between
 *     inaccessible pages, so that an overrun or a use after its free faults at once, 0 to
 *     1,000,000,000; 0 by default: none. 100,000 is recommended. See {@code docs/checked-mode.md}
 */
public record HakmemConfig(
    long maxBytes,
    long reservationBytes,
    int magazineCapacity,
    long heapCachedBytes,
    long totalCachedBytes,
    int stickyRingSize,
    boolean adopt,
    int stripes,
    long purgeDelayMillis,
    boolean scavenger,
    boolean collapse,
    boolean hugePages,
    boolean portableMemory,
    int batchArenas,
    long batchBytes,
    long batchMillis,
    Safety safety,
    boolean reclaimIdleThreads,
    int guardSample) {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  /** However small the limit is, twice the largest block that lies in the window. */
  private static final long MIN_WINDOW_BYTES = 64 * MIB;

  private static final Setting MAX_BYTES = Setting.bytes("maxBytes", 64 * KIB, Long.MAX_VALUE, 1);
  private static final Setting RESERVATION_BYTES =
      Setting.bytes("reservationBytes", 2 * MIB, 16 * TIB, 2 * MIB);
  private static final Setting MAGAZINE_CAPACITY = Setting.number("magazineCapacity", 0, 1024);
  private static final Setting HEAP_CACHED_BYTES = Setting.bytes("heapCachedBytes", 0, GIB, 1);
  private static final Setting TOTAL_CACHED_BYTES = Setting.bytes("totalCachedBytes", 0, TIB, 1);
  private static final Setting STICKY_RING_SIZE = Setting.number("stickyRingSize", 0, 16);
  private static final Setting ADOPT = Setting.flag("adopt");
  private static final Setting STRIPES = Setting.number("stripes", 1, 1024);
  private static final Setting PURGE_DELAY_MILLIS =
      Setting.number("purgeDelayMillis", 0, 86_400_000);
  private static final Setting SCAVENGER = Setting.flag("scavenger");
  private static final Setting COLLAPSE = Setting.flag("collapse");
  private static final Setting HUGE_PAGES = Setting.flag("hugePages");
  private static final Setting PORTABLE_MEMORY = Setting.flag("portableMemory");
  private static final Setting BATCH_ARENAS = Setting.number("batchArenas", 1, 16_384);
  private static final Setting BATCH_BYTES = Setting.bytes("batchBytes", MIB, TIB, 1);
  private static final Setting BATCH_MILLIS = Setting.number("batchMillis", 0, 86_400_000);
  private static final Setting RECLAIM_IDLE_THREADS = Setting.flag("reclaimIdleThreads");
  private static final Setting SAFETY = Setting.choice("safety", Safety.class);
  private static final Setting GUARD_SAMPLE = Setting.number("guardSample", 0, 1_000_000_000);

  /**
   * Checks all values.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public HakmemConfig {
    MAX_BYTES.check(maxBytes);
    RESERVATION_BYTES.check(reservationBytes);
    MAGAZINE_CAPACITY.check(magazineCapacity);
    HEAP_CACHED_BYTES.check(heapCachedBytes);
    TOTAL_CACHED_BYTES.check(totalCachedBytes);
    STICKY_RING_SIZE.check(stickyRingSize);
    STRIPES.check(stripes);
    PURGE_DELAY_MILLIS.check(purgeDelayMillis);
    BATCH_ARENAS.check(batchArenas);
    BATCH_BYTES.check(batchBytes);
    BATCH_MILLIS.check(batchMillis);
    Objects.requireNonNull(safety, "safety");
    GUARD_SAMPLE.check(guardSample);
  }

  /** The default of every setting, on this machine. System properties are not looked at. */
  public static HakmemConfig defaults() {
    return new HakmemConfig(
        Long.MAX_VALUE,
        defaultReservation(PhysicalMemory.bytes()),
        1024, // of the smallest; see Growth for the others
        8 * MIB, // measured: docs/benchmarks.md, Constants
        256 * MIB,
        4,
        true,
        Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 1, 1024),
        1000,
        true,
        true,
        false,
        false,
        4096,
        64 * MIB,
        250,
        Safety.HARDENED,
        KnownVm.isThis(),
        0);
  }

  /** A builder that starts from {@link #defaults()}. */
  public static HakmemConfigBuilder builder() {
    return new HakmemConfigBuilder(defaults());
  }

  /** A builder that starts from these settings. */
  public HakmemConfigBuilder toBuilder() {
    return new HakmemConfigBuilder(this);
  }

  /**
   * The settings that the system properties {@code org.hakmem.*} give, and the default of every
   * other. Bytes may be written with a suffix {@code k}, {@code m}, {@code g} or {@code t} of
   * either case, for 2<sup>10</sup> to 2<sup>40</sup>.
   *
   * @throws IllegalArgumentException if a property's value can't be read or is out of range; the
   *     message names both and the range
   */
  public static HakmemConfig fromSystemProperties() {
    return from(new Setting.SystemProperties());
  }

  /** As {@link #fromSystemProperties()}, from any lookup; it answers null for what is not set. */
  static HakmemConfig from(Setting.Lookup properties) {
    HakmemConfig otherwise = defaults();
    return new HakmemConfig(
        MAX_BYTES.read(properties, otherwise.maxBytes),
        RESERVATION_BYTES.read(properties, otherwise.reservationBytes),
        (int) MAGAZINE_CAPACITY.read(properties, otherwise.magazineCapacity),
        HEAP_CACHED_BYTES.read(properties, otherwise.heapCachedBytes),
        TOTAL_CACHED_BYTES.read(properties, otherwise.totalCachedBytes),
        (int) STICKY_RING_SIZE.read(properties, otherwise.stickyRingSize),
        ADOPT.read(properties, otherwise.adopt),
        (int) STRIPES.read(properties, otherwise.stripes),
        PURGE_DELAY_MILLIS.read(properties, otherwise.purgeDelayMillis),
        SCAVENGER.read(properties, otherwise.scavenger),
        COLLAPSE.read(properties, otherwise.collapse),
        HUGE_PAGES.read(properties, otherwise.hugePages),
        PORTABLE_MEMORY.read(properties, otherwise.portableMemory),
        (int) BATCH_ARENAS.read(properties, otherwise.batchArenas),
        BATCH_BYTES.read(properties, otherwise.batchBytes),
        BATCH_MILLIS.read(properties, otherwise.batchMillis),
        SAFETY.read(properties, Safety.class, otherwise.safety),
        RECLAIM_IDLE_THREADS.read(properties, otherwise.reclaimIdleThreads),
        (int) GUARD_SAMPLE.read(properties, otherwise.guardSample));
  }

  /** What is reserved: with a limit, what is enough if each superslab has a single page in use. */
  long windowBytes() {
    long enough =
        maxBytes < reservationBytes / Geometry.SUPERSLAB_PAGES
            ? maxBytes * Geometry.SUPERSLAB_PAGES
            : reservationBytes;
    return Math.min(reservationBytes, Math.max(enough, MIN_WINDOW_BYTES));
  }

  /** Eight times the physical memory, from 64 GiB to 16 TiB, in multiples of 2 MiB. */
  static long defaultReservation(long physicalBytes) {
    return Math.clamp(physicalBytes, 8 * GIB, 2 * TIB) * 8 / (2 * MIB) * (2 * MIB);
  }
}
