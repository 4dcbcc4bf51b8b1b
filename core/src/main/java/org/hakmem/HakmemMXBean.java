package org.hakmem;

/**
 * An allocator as management consoles see it: {@link HakmemStats} as attributes, and {@link
 * Hakmem#trim()}. See {@link HakmemMXBeans}.
 *
 * <p>Each attribute is looked up when it is read, which takes about as long as {@link
 * Hakmem#stats()}; {@link #getStats()} has figures of one moment. Once the allocator is closed, all
 * but {@link #getAllocator()} throw {@link IllegalStateException}.
 */
public interface HakmemMXBean {

  /** The number by which flight recorder events tell of this allocator. */
  int getAllocator();

  /** All of the statistics, of one moment. */
  HakmemStats getStats();

  /** As {@link HakmemStats#liveBytes()}. */
  long getLiveBytes();

  /** As {@link HakmemStats#liveBlocks()}. */
  long getLiveBlocks();

  /** As {@link HakmemStats#cachedBytes()}. */
  long getCachedBytes();

  /** As {@link HakmemStats#freeBytes()}. */
  long getFreeBytes();

  /** As {@link HakmemStats#remotePendingBytes()}. */
  long getRemotePendingBytes();

  /** As {@link HakmemStats#committedBytes()}. */
  long getCommittedBytes();

  /** As {@link HakmemStats#residentBytes()}. */
  long getResidentBytes();

  /** As {@link HakmemStats#reservedBytes()}. */
  long getReservedBytes();

  /** As {@link HakmemConfig#maxBytes()}; {@link Long#MAX_VALUE} means that there is no limit. */
  long getMaxBytes();

  /** As {@link HakmemStats#heaps()}. */
  int getHeaps();

  /** As {@link HakmemStats#slabs()}. */
  int getSlabs();

  /** As {@link HakmemStats#refills()}. */
  HakmemStats.Refills getRefills();

  /** As {@link HakmemStats#scavenger()}. */
  HakmemStats.Scavenger getScavenger();

  /** As {@link HakmemStats#protocol()}. */
  HakmemStats.Protocol getProtocol();

  /** As {@link HakmemStats#quarantine()}. */
  HakmemStats.Quarantine getQuarantine();

  /** As {@link Hakmem#trim()}: gives back what is free, and returns its bytes. */
  long trim();
}
