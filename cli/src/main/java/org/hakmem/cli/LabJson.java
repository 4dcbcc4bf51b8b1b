package org.hakmem.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Outcome;
import org.hakmem.lab.Result;

/** The lab's results as JSON. Its keys are an interface: scripts read them. */
final class LabJson {

  private LabJson() {}

  static String text(List<Result> results) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("workload", "lab").put("allAsExpected", results.stream().allMatch(Result::asExpected));
    ArrayNode exhibits = node.putArray("exhibits");
    results.forEach(result -> exhibits.add(exhibit(result)));
    return node.toPrettyString() + System.lineSeparator();
  }

  private static ObjectNode exhibit(Result result) {
    Exhibit exhibit = result.exhibit();
    Outcome outcome = result.outcome();
    return JsonNodeFactory.instance
        .objectNode()
        .put("section", exhibit.section())
        .put("name", exhibit.name())
        .put("source", exhibit.source())
        .put("expected", exhibit.expected().label())
        .put("found", result.found())
        .put("asExpected", result.asExpected())
        .put("explored", outcome == null ? 0 : outcome.explored())
        .put("unit", outcome == null ? "" : outcome.unit())
        .put("seconds", result.duration().toMillis() / 1000.0)
        .put("scale", result.effort().scale())
        .put("seed", result.effort().seed())
        .put("trace", result.trace());
  }
}
