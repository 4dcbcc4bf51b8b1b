package org.hakmem.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hakmem.proof.fuzz.FuzzReport;
import org.jspecify.annotations.Nullable;

/** The outcome of fuzzing as JSON. Its keys are an interface: scripts read them. */
final class FuzzJson {

  private FuzzJson() {}

  static String text(long seed, long operations, double seconds, @Nullable FuzzReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("workload", "fuzz")
        .put("seed", seed)
        .put("operations", operations)
        .put("seconds", Math.round(seconds * 1000) / 1000.0)
        .put("found", report != null);
    if (report != null) {
      node.put("finding", report.message()).put("repeat", report.repeat());
      report.lines().forEach(node.putArray("lines")::add);
    }
    return node.toPrettyString() + System.lineSeparator();
  }
}
