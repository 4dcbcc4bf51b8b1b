package org.hakmem.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.hakmem.bench.machine.Machine;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.Measured;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.workload.Workload;

/** The report as JSON: every measurement of every round. Its keys are an interface. */
public final class JsonReport {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Plan plan;
  private final Results results;
  private final Figures figures;

  /** Prepares the report. */
  public JsonReport(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
    figures = new Figures(plan, results);
  }

  /** The whole document. */
  public String text() {
    ObjectNode root = NODES.objectNode();
    root.put("machine", Machine.describe())
        .put("rounds", plan.rounds())
        .put("seconds", plan.seconds())
        .put("warmupSeconds", plan.warmupSeconds())
        .put("idleKib", results.idleKib())
        .put("readings", results.readings())
        .put("disturbedReadings", results.disturbed());
    ArrayNode workloads = root.putArray("workloads");
    plan.tasks().forEach(task -> workloads.add(workload(task.workload())));
    ArrayNode goals = root.putArray("goals");
    new Judge(plan, figures).verdicts().forEach(verdict -> goals.add(verdict(verdict)));
    ObjectNode leftOut = root.putObject("leftOut");
    results.leftOut().forEach((peer, why) -> leftOut.put(peer.label(), why));
    ArrayNode failures = root.putArray("failures");
    results.failures().forEach(failures::add);
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode workload(Workload workload) {
    ObjectNode node = NODES.objectNode();
    node.put("workload", workload.label())
        .put("unit", workload.unit().symbol())
        .put("moreIsBetter", workload.unit().moreIsBetter())
        .put("compared", figures.compared(workload) == Quantity.NET_FIGURE ? "net" : "figure");
    ArrayNode peers = node.putArray("peers");
    plan.peers().stream()
        .filter(peer -> !results.rounds(workload, peer).isEmpty())
        .forEach(peer -> peers.add(peer(workload, peer)));
    return node;
  }

  private ObjectNode peer(Workload workload, PeerName peer) {
    ObjectNode node = NODES.objectNode();
    node.put("peer", peer.label());
    numbers(node, "figures", figures.rounds(workload, peer, Quantity.FIGURE));
    numbers(node, "netFigures", figures.rounds(workload, peer, Quantity.NET_FIGURE));
    numbers(node, "peakMib", figures.rounds(workload, peer, Quantity.PEAK));
    latency(node, "mallocNanos", results.mallocs(workload, peer));
    latency(node, "freeNanos", results.frees(workload, peer));
    ArrayNode memory = node.putArray("residentKib");
    for (Measured.Point point : results.rounds(workload, peer).getLast().memory()) {
      memory.addArray().add(point.seconds()).add(point.kib());
    }
    return node;
  }

  private static void latency(ObjectNode node, String key, Optional<Histogram> histogram) {
    histogram.ifPresent(h ->
        node.putObject(key)
            .put("count", h.getTotalCount())
            .put("p50", h.getValueAtPercentile(50))
            .put("p99", h.getValueAtPercentile(99))
            .put("p999", h.getValueAtPercentile(99.9))
            .put("max", h.getMaxValue()));
  }

  private static ObjectNode verdict(Verdict verdict) {
    ObjectNode node = NODES.objectNode();
    node.put("goal", verdict.title())
        .put("wanted", verdict.wanted())
        .put("measured", verdict.measured());
    numbers(node, "rounds", verdict.rounds());
    node.put("reached", verdict.reached());
    return node;
  }

  private static void numbers(ObjectNode node, String key, List<Double> numbers) {
    ArrayNode array = node.putArray(key);
    numbers.forEach(array::add);
  }
}
