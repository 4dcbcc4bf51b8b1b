package org.hakmem;

/** A {@link HakmemMXBean} over an allocator. */
record ManagedHakmem(Engine engine) implements HakmemMXBean {

  /** Statistics but for what is resident, which takes longest to find out. */
  private HakmemStats stats() {
    engine.requireOpen();
    return engine.stats(-1);
  }

  @Override
  public int getAllocator() {
    return engine.number();
  }

  @Override
  public HakmemStats getStats() {
    return engine.stats();
  }

  @Override
  public long getLiveBytes() {
    return stats().liveBytes();
  }

  @Override
  public long getLiveBlocks() {
    return stats().liveBlocks();
  }

  @Override
  public long getCachedBytes() {
    return stats().cachedBytes();
  }

  @Override
  public long getFreeBytes() {
    return stats().freeBytes();
  }

  @Override
  public long getRemotePendingBytes() {
    return stats().remotePendingBytes();
  }

  @Override
  public long getCommittedBytes() {
    return stats().committedBytes();
  }

  @Override
  public long getResidentBytes() {
    engine.requireOpen();
    return engine.os().residentBytes();
  }

  @Override
  public long getReservedBytes() {
    return stats().reservedBytes();
  }

  @Override
  public long getMaxBytes() {
    engine.requireOpen();
    return engine.limit();
  }

  @Override
  public int getHeaps() {
    return stats().heaps();
  }

  @Override
  public int getSlabs() {
    return stats().slabs();
  }

  @Override
  public HakmemStats.Refills getRefills() {
    return stats().refills();
  }

  @Override
  public HakmemStats.Protocol getProtocol() {
    return stats().protocol();
  }

  @Override
  public HakmemStats.Scavenger getScavenger() {
    engine.requireOpen();
    return engine.small().scavengerHealth();
  }

  @Override
  public HakmemStats.Quarantine getQuarantine() {
    engine.requireOpen();
    return engine.generations().quarantine();
  }

  @Override
  public long trim() {
    return engine.trim();
  }
}
