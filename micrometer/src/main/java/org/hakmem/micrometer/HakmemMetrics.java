package org.hakmem.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.hakmem.Hakmem;
import org.hakmem.HakmemStats;
import org.jspecify.annotations.Nullable;

/**
 * Meters of an allocator: what it holds as gauges, what it did as counters.
 *
 * <pre>{@code
 * new HakmemMetrics(Hakmem.shared()).bindTo(registry);
 * }</pre>
 *
 * <p>Meters that are read within a second share one {@link Hakmem#stats() snapshot}, so that a
 * scrape takes one and not one for each meter. Nothing is taken while nobody reads. The registry
 * keeps all that its meters need; this object need not be kept.
 *
 * <p>Micrometer takes meters of the same name and tags for the same: of several allocators in one
 * registry each needs a tag of its own, such as {@code Tags.of("allocator", "orders")}.
 *
 * <p>Once the allocator is closed its gauges read as NaN and its counters stay as they are.
 */
public final class HakmemMetrics implements MeterBinder {

  private final Hakmem hakmem;
  private final Tags tags;

  /** Meters of {@code hakmem} without tags of their own. */
  public HakmemMetrics(Hakmem hakmem) {
    this(hakmem, List.of());
  }

  /** Meters of {@code hakmem} that all have the given tags. */
  public HakmemMetrics(Hakmem hakmem, Iterable<Tag> tags) {
    this.hakmem = hakmem;
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    new Binding(registry, new Snapshots(hakmem, registry.config().clock()), tags).bind();
  }

  /** The meters of one registry. */
  private record Binding(MeterRegistry registry, Snapshots snapshots, Tags tags) {

    void bind() {
      used("live", HakmemStats::liveBytes);
      used("cached", HakmemStats::cachedBytes);
      used("free", HakmemStats::freeBytes);
      used("remote.pending", HakmemStats::remotePendingBytes);
      bytes(
          "memory.committed", "pages in use, or free and not purged", HakmemStats::committedBytes);
      bytes("memory.resident", "physical memory; NaN if unknown", Binding::residentBytes);
      bytes("memory.reserved", "address space", HakmemStats::reservedBytes);
      gauge("blocks.live", "blocks in the program's hands", HakmemStats::liveBlocks);
      gauge("heaps", "heaps of threads and stripes", HakmemStats::heaps);
      gauge("slabs", "slabs", HakmemStats::slabs);
      quarantine();
      refills();
      protocol();
    }

    private void quarantine() {
      quarantine(true, HakmemStats.Quarantine::sealedBytes, HakmemStats.Quarantine::sealedArenas);
      quarantine(
          false,
          each -> each.bytes() - each.sealedBytes(),
          each -> each.arenas() - each.sealedArenas());
      gauge(
          "quarantine.generations",
          "generations of batched arenas that are not ended",
          stats -> stats.quarantine().generations());
    }

    private void quarantine(
        boolean sealed,
        ToDoubleFunction<HakmemStats.Quarantine> bytes,
        ToDoubleFunction<HakmemStats.Quarantine> arenas) {
      Tags all = tags.and("sealed", Boolean.toString(sealed));
      gauge(
          "quarantine.memory",
          all,
          "memory of closed batched arenas; if sealed, something holds it back",
          BaseUnits.BYTES,
          stats -> bytes.applyAsDouble(stats.quarantine()));
      gauge(
          "quarantine.arenas",
          all,
          "closed batched arenas whose memory is not freed yet",
          null,
          stats -> arenas.applyAsDouble(stats.quarantine()));
    }

    private void refills() {
      refills("hot", HakmemStats.Refills::hot);
      refills("sticky", HakmemStats.Refills::sticky);
      refills("bench", HakmemStats.Refills::bench);
      refills("mailbox", HakmemStats.Refills::mailbox);
      refills("adopt", HakmemStats.Refills::adopt);
      refills("gate", HakmemStats.Refills::gate);
      refills("fresh", HakmemStats.Refills::fresh);
    }

    private void protocol() {
      protocol(
          "claims",
          tags.and("result", "won"),
          "claims of posted slabs",
          HakmemStats.Protocol::claimsWon);
      protocol(
          "claims",
          tags.and("result", "lost"),
          "claims of posted slabs",
          HakmemStats.Protocol::claimsLost);
      protocol("drains", tags, "drains of remote frees", HakmemStats.Protocol::drains);
      protocol(
          "frees.remote",
          tags,
          "blocks freed into slabs that others own",
          HakmemStats.Protocol::remoteFrees);
      protocol(
          "frees.double.late",
          tags,
          "bad frees found too late to be blamed on a call",
          HakmemStats.Protocol::lateDoubleFrees);
      protocol(
          "adoptions",
          tags,
          "slabs and heaps taken over from ended threads",
          HakmemStats.Protocol::adoptions);
      protocol("purges", tags, "stretches given back to the system", HakmemStats.Protocol::purges);
      protocol("slabs.retired", tags, "slabs given back", HakmemStats.Protocol::slabsRetired);
    }

    private static double residentBytes(HakmemStats stats) {
      return stats.residentBytes() < 0 ? Double.NaN : stats.residentBytes();
    }

    private void used(String state, ToDoubleFunction<HakmemStats> figure) {
      gauge(
          "memory.used",
          tags.and("state", state),
          "usable bytes of blocks, by where they are",
          BaseUnits.BYTES,
          figure);
    }

    private void bytes(String name, String description, ToDoubleFunction<HakmemStats> figure) {
      gauge(name, tags, description, BaseUnits.BYTES, figure);
    }

    private void gauge(String name, String description, ToDoubleFunction<HakmemStats> figure) {
      gauge(name, tags, description, null, figure);
    }

    /** Strongly referenced: the registry, and nobody else, keeps the snapshots. */
    private void gauge(
        String name,
        Tags all,
        String description,
        @Nullable String unit,
        ToDoubleFunction<HakmemStats> figure) {
      Gauge.builder("hakmem." + name, snapshots, source -> source.gauge(figure))
          .tags(all)
          .description(description)
          .baseUnit(unit)
          .strongReference(true)
          .register(registry);
    }

    private void refills(String source, ToDoubleFunction<HakmemStats.Refills> figure) {
      counter(
          "refills",
          tags.and("source", source),
          "slabs to allocate from, by where they were found",
          stats -> figure.applyAsDouble(stats.refills()));
    }

    private void protocol(
        String name, Tags all, String description, ToDoubleFunction<HakmemStats.Protocol> figure) {
      counter(name, all, description, stats -> figure.applyAsDouble(stats.protocol()));
    }

    private void counter(
        String name, Tags all, String description, ToDoubleFunction<HakmemStats> figure) {
      FunctionCounter.builder("hakmem." + name, snapshots, source -> source.count(figure))
          .tags(all)
          .description(description)
          .register(registry);
    }
  }
}
