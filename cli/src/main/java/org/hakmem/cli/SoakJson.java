package org.hakmem.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hakmem.proof.soak.Sample;
import org.hakmem.proof.soak.SoakResult;
import org.hakmem.proof.soak.Trend;

/** The outcome of a soak as JSON. Its keys are an interface: scripts read them. */
final class SoakJson {

  private SoakJson() {}

  static String text(SoakResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("workload", "soak")
        .put("seed", result.seed())
        .put("seconds", rounded(result.seconds()))
        .put("rounds", result.rounds())
        .put("operations", result.operations())
        .put("finding", result.finding())
        .put("passed", result.passed());
    ArrayNode trends = node.putArray("trends");
    for (Trend trend : result.trends()) {
      trends
          .addObject()
          .put("name", trend.name())
          .put("meanBytes", rounded(trend.mean()))
          .put("growthBytes", rounded(trend.growth()))
          .put("growthLowBytes", rounded(trend.growthLow()))
          .put("growthHighBytes", rounded(trend.growthHigh()))
          .put("allowedBytes", rounded(trend.allowed()))
          .put("upward", trend.isUpward());
    }
    ArrayNode samples = node.putArray("samples");
    for (Sample sample : result.samples()) {
      samples
          .addObject()
          .put("seconds", rounded(sample.seconds()))
          .put("processResidentBytes", sample.processResident())
          .put("liveBytes", sample.live())
          .put("cachedBytes", sample.cached())
          .put("committedBytes", sample.committed())
          .put("residentBytes", sample.resident())
          .put("heapBytes", sample.heap());
    }
    return node.toPrettyString() + System.lineSeparator();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
