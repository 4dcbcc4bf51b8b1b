package org.hakmem.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HakmemMetricsTest {

  private static final int BLOCK_BYTES = 112;

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private final Hakmem hakmem = create();

  private static Hakmem create() {
    return Hakmem.create(
        HakmemConfig.builder().reservationBytes(1L << 30).scavenger(false).build());
  }

  @AfterEach
  void close() {
    registry.close();
    hakmem.close();
  }

  private double used(String state) {
    return registry.get("hakmem.memory.used").tag("state", state).gauge().value();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private double refills(String source) {
    return registry.get("hakmem.refills").tag("source", source).functionCounter().count();
  }

  private double counter(String name) {
    return registry.get(name).functionCounter().count();
  }

  private void later() {
    clock.add(Duration.ofSeconds(1));
  }

  /** Has something of all that can be told; a block stays live. */
  private void allSorts() throws InterruptedException {
    long[] blocks = new long[2000];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = hakmem.malloc(BLOCK_BYTES);
    }
    Thread other =
        new Thread(() -> {
          for (int i = 1; i < blocks.length; i++) {
            hakmem.free(blocks[i]);
          }
        });
    other.start();
    other.join();
    for (int i = 1; i < blocks.length; i++) {
      blocks[i] = hakmem.malloc(BLOCK_BYTES);
    }
    for (int i = 1; i < blocks.length; i++) {
      hakmem.free(blocks[i]);
    }
  }

  @Test
  void gaugesAreTheStatistics() throws Exception {
    new HakmemMetrics(hakmem).bindTo(registry);
    allSorts();

    HakmemStats stats = hakmem.stats();
    assertThat(used("live")).isEqualTo(BLOCK_BYTES);
    assertThat(used("cached")).isEqualTo(stats.cachedBytes()).isPositive();
    assertThat(used("free")).isEqualTo(stats.freeBytes());
    assertThat(used("remote.pending")).isEqualTo(stats.remotePendingBytes());
    assertThat(gauge("hakmem.memory.committed")).isEqualTo(stats.committedBytes()).isPositive();
    assertThat(gauge("hakmem.memory.reserved")).isEqualTo(stats.reservedBytes()).isPositive();
    assertThat(gauge("hakmem.memory.resident")).isNotNegative();
    assertThat(gauge("hakmem.blocks.live")).isOne();
    assertThat(gauge("hakmem.heaps")).isEqualTo(stats.heaps()).isPositive();
    assertThat(gauge("hakmem.slabs")).isEqualTo(stats.slabs()).isPositive();
    assertThat(registry.get("hakmem.memory.used").gauges())
        .allMatch(gauge -> "bytes".equals(gauge.getId().getBaseUnit()))
        .hasSize(4);
  }

  private double quarantine(String figure, boolean sealed) {
    return registry
        .get("hakmem.quarantine." + figure)
        .tag("sealed", Boolean.toString(sealed))
        .gauge()
        .value();
  }

  @Test
  void theQuarantineIsToldByWhatWaitsAndWhatIsHeldBack() {
    new HakmemMetrics(hakmem).bindTo(registry);
    HakmemArena open = hakmem.newBatchedArena();
    HakmemArena other = hakmem.newBatchedArena();
    other.allocate(64);
    other.close();

    assertThat(quarantine("memory", false)).isEqualTo(64);
    assertThat(quarantine("arenas", false)).isOne();
    assertThat(gauge("hakmem.quarantine.generations")).isOne();

    hakmem.trim(); // seals, and can't end it
    later();
    assertThat(quarantine("memory", false)).isZero();
    assertThat(quarantine("memory", true)).isEqualTo(64);
    assertThat(quarantine("arenas", true)).isOne();

    open.close();
    later();
    assertThat(quarantine("memory", true)).isZero();
    assertThat(gauge("hakmem.quarantine.generations")).isZero();
  }

  @Test
  void countersAreTheStatistics() throws Exception {
    new HakmemMetrics(hakmem).bindTo(registry);
    allSorts();
    hakmem.trim();

    HakmemStats.Refills refills = hakmem.stats().refills();
    assertThat(refills("hot")).isEqualTo(refills.hot()).isPositive();
    assertThat(refills("sticky")).isEqualTo(refills.sticky());
    assertThat(refills("bench")).isEqualTo(refills.bench());
    assertThat(refills("mailbox")).isEqualTo(refills.mailbox());
    assertThat(refills("adopt")).isEqualTo(refills.adopt());
    assertThat(refills("gate")).isEqualTo(refills.gate());
    assertThat(refills("fresh")).isEqualTo(refills.fresh()).isPositive();
    HakmemStats.Protocol protocol = hakmem.stats().protocol();
    assertThat(registry.get("hakmem.claims").tag("result", "won").functionCounter().count())
        .isEqualTo(protocol.claimsWon());
    assertThat(registry.get("hakmem.claims").tag("result", "lost").functionCounter().count())
        .isEqualTo(protocol.claimsLost());
    assertThat(counter("hakmem.drains")).isEqualTo(protocol.drains()).isPositive();
    assertThat(counter("hakmem.frees.remote")).isEqualTo(protocol.remoteFrees()).isPositive();
    assertThat(counter("hakmem.frees.double.late")).isZero();
    assertThat(counter("hakmem.adoptions")).isEqualTo(protocol.adoptions());
    assertThat(counter("hakmem.purges")).isEqualTo(protocol.purges()).isPositive();
    assertThat(counter("hakmem.slabs.retired")).isEqualTo(protocol.slabsRetired()).isPositive();
  }

  @Test
  void whatIsReadWithinASecondIsOneSnapshot() {
    new HakmemMetrics(hakmem).bindTo(registry);
    assertThat(used("live")).isZero();

    long address = hakmem.malloc(BLOCK_BYTES);
    clock.add(Duration.ofMillis(999));
    assertThat(used("live")).isZero();
    assertThat(gauge("hakmem.blocks.live")).isZero();
    assertThat(refills("fresh")).isZero();

    clock.add(Duration.ofMillis(1));
    assertThat(used("live")).isEqualTo(BLOCK_BYTES);
    assertThat(gauge("hakmem.blocks.live")).isOne();
    assertThat(refills("fresh")).isOne();
    hakmem.free(address);
  }

  @Test
  void theBinderNeedNotBeKept() throws Exception {
    WeakReference<HakmemMetrics> binder = bound();
    while (binder.get() != null) {
      System.gc();
      Thread.sleep(1); // the collector's turn
    }

    long address = hakmem.malloc(BLOCK_BYTES);
    assertThat(used("live")).isEqualTo(BLOCK_BYTES);
    assertThat(refills("fresh")).isOne();
    hakmem.free(address);
  }

  private WeakReference<HakmemMetrics> bound() {
    HakmemMetrics metrics = new HakmemMetrics(hakmem);
    metrics.bindTo(registry);
    return new WeakReference<>(metrics);
  }

  @Test
  void allocatorsAreToldApartByTheirTags() {
    try (Hakmem second = create()) {
      new HakmemMetrics(hakmem, Tags.of("allocator", "first")).bindTo(registry);
      new HakmemMetrics(second, Tags.of("allocator", "second")).bindTo(registry);
      second.malloc(BLOCK_BYTES);

      assertThat(registry.get("hakmem.blocks.live").tag("allocator", "first").gauge().value())
          .isZero();
      assertThat(registry.get("hakmem.blocks.live").tag("allocator", "second").gauge().value())
          .isOne();
    }
  }

  @Test
  void ofAClosedAllocatorGaugesAreNoNumbersAndCountersStay() {
    new HakmemMetrics(hakmem).bindTo(registry);
    hakmem.malloc(BLOCK_BYTES);
    assertThat(refills("fresh")).isOne();

    hakmem.close();
    later();

    assertThat(used("live")).isNaN();
    assertThat(gauge("hakmem.slabs")).isNaN();
    assertThat(refills("fresh")).isOne();
  }

  @Test
  void prometheusGetsItsOwnNames() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new HakmemMetrics(hakmem, Tags.of("allocator", "test")).bindTo(prometheus);
    long address = hakmem.malloc(BLOCK_BYTES);

    assertThat(prometheus.scrape().lines())
        .contains(
            "# HELP hakmem_memory_used_bytes usable bytes of blocks, by where they are",
            "# TYPE hakmem_memory_used_bytes gauge",
            "hakmem_memory_used_bytes{allocator=\"test\",state=\"live\"} 112.0",
            "hakmem_memory_committed_bytes{allocator=\"test\"} 65536.0",
            "# TYPE hakmem_refills_total counter",
            "hakmem_refills_total{allocator=\"test\",source=\"fresh\"} 1.0",
            "hakmem_claims_total{allocator=\"test\",result=\"lost\"} 0.0",
            "hakmem_frees_remote_total{allocator=\"test\"} 0.0",
            "hakmem_slabs{allocator=\"test\"} 1.0");
    hakmem.free(address);
    prometheus.close();
  }
}
