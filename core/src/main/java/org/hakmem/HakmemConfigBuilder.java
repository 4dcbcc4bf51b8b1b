package org.hakmem;

/**
 * Builds a {@link HakmemConfig} step by step. Values are checked by {@link #build()}. Not for use
 * by several threads at once.
 */
public final class HakmemConfigBuilder {

  private long maxBytes;
  private long reservationBytes;
  private int magazineCapacity;
  private long heapCachedBytes;
  private long totalCachedBytes;
  private int stickyRingSize;
  private boolean adopt;
  private int stripes;
  private long purgeDelayMillis;
  private boolean scavenger;
  private boolean collapse;
  private boolean hugePages;
  private boolean portableMemory;
  private int batchArenas;
  private long batchBytes;
  private long batchMillis;
  private Safety safety;
  private boolean reclaimIdleThreads;
  private int guardSample;

  HakmemConfigBuilder(HakmemConfig start) {
    maxBytes = start.maxBytes();
    reservationBytes = start.reservationBytes();
    magazineCapacity = start.magazineCapacity();
    heapCachedBytes = start.heapCachedBytes();
    totalCachedBytes = start.totalCachedBytes();
    stickyRingSize = start.stickyRingSize();
    adopt = start.adopt();
    stripes = start.stripes();
    purgeDelayMillis = start.purgeDelayMillis();
    scavenger = start.scavenger();
    collapse = start.collapse();
    hugePages = start.hugePages();
    portableMemory = start.portableMemory();
    batchArenas = start.batchArenas();
    batchBytes = start.batchBytes();
    batchMillis = start.batchMillis();
    safety = start.safety();
    reclaimIdleThreads = start.reclaimIdleThreads();
    guardSample = start.guardSample();
  }

  /** Sets {@link HakmemConfig#maxBytes()}. */
  public HakmemConfigBuilder maxBytes(long value) {
    maxBytes = value;
    return this;
  }

  /** Sets {@link HakmemConfig#reservationBytes()}. */
  public HakmemConfigBuilder reservationBytes(long value) {
    reservationBytes = value;
    return this;
  }

  /** Sets {@link HakmemConfig#magazineCapacity()}. */
  public HakmemConfigBuilder magazineCapacity(int value) {
    magazineCapacity = value;
    return this;
  }

  /** Sets {@link HakmemConfig#heapCachedBytes()}. */
  public HakmemConfigBuilder heapCachedBytes(long value) {
    heapCachedBytes = value;
    return this;
  }

  /** Sets {@link HakmemConfig#totalCachedBytes()}. */
  public HakmemConfigBuilder totalCachedBytes(long value) {
    totalCachedBytes = value;
    return this;
  }

  /** Sets {@link HakmemConfig#stickyRingSize()}. */
  public HakmemConfigBuilder stickyRingSize(int value) {
    stickyRingSize = value;
    return this;
  }

  /** Sets {@link HakmemConfig#adopt()}. */
  public HakmemConfigBuilder adopt(boolean value) {
    adopt = value;
    return this;
  }

  /** Sets {@link HakmemConfig#stripes()}. */
  public HakmemConfigBuilder stripes(int value) {
    stripes = value;
    return this;
  }

  /** Sets {@link HakmemConfig#purgeDelayMillis()}. */
  public HakmemConfigBuilder purgeDelayMillis(long value) {
    purgeDelayMillis = value;
    return this;
  }

  /** Sets {@link HakmemConfig#scavenger()}. */
  public HakmemConfigBuilder scavenger(boolean value) {
    scavenger = value;
    return this;
  }

  /** Sets {@link HakmemConfig#collapse()}. */
  public HakmemConfigBuilder collapse(boolean value) {
    collapse = value;
    return this;
  }

  /** Sets {@link HakmemConfig#hugePages()}. */
  public HakmemConfigBuilder hugePages(boolean value) {
    hugePages = value;
    return this;
  }

  /** Sets {@link HakmemConfig#portableMemory()}. */
  public HakmemConfigBuilder portableMemory(boolean value) {
    portableMemory = value;
    return this;
  }

  /** Sets {@link HakmemConfig#batchArenas()}. */
  public HakmemConfigBuilder batchArenas(int value) {
    batchArenas = value;
    return this;
  }

  /** Sets {@link HakmemConfig#batchBytes()}. */
  public HakmemConfigBuilder batchBytes(long value) {
    batchBytes = value;
    return this;
  }

  /** Sets {@link HakmemConfig#batchMillis()}. */
  public HakmemConfigBuilder batchMillis(long value) {
    batchMillis = value;
    return this;
  }

  /** Sets {@link HakmemConfig#safety()}. */
  public HakmemConfigBuilder safety(Safety value) {
    safety = value;
    return this;
  }

  /** Sets {@link HakmemConfig#reclaimIdleThreads()}. */
  public HakmemConfigBuilder reclaimIdleThreads(boolean value) {
    reclaimIdleThreads = value;
    return this;
  }

  /** Sets {@link HakmemConfig#guardSample()}. */
  public HakmemConfigBuilder guardSample(int value) {
    guardSample = value;
    return this;
  }

  /**
   * The settings as they are now.
   *
   * @throws IllegalArgumentException if a value is out of its range; the message names the
   *     setting's property, the value and the range
   */
  public HakmemConfig build() {
    return new HakmemConfig(
        maxBytes,
        reservationBytes,
        magazineCapacity,
        heapCachedBytes,
        totalCachedBytes,
        stickyRingSize,
        adopt,
        stripes,
        purgeDelayMillis,
        scavenger,
        collapse,
        hugePages,
        portableMemory,
        batchArenas,
        batchBytes,
        batchMillis,
        safety,
        reclaimIdleThreads,
        guardSample);
  }
}
