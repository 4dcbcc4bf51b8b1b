package org.hakmem.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hakmem.HakmemStats.Protocol;
import org.hakmem.HakmemStats.Refills;
import org.hakmem.bench.larson.LarsonResult;

/** A Larson result as JSON. Its keys are an interface: scripts read them. */
final class LarsonJson {

  private LarsonJson() {}

  static String text(LarsonResult result) {
    Protocol protocol = result.protocol();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("workload", "larson")
        .put("seconds", rounded(result.seconds()))
        .put("threads", result.parameters().threads())
        .put("operations", result.operations())
        .put("opsPerSecond", rounded(result.opsPerSecond()))
        .put("corruptions", result.corruptions())
        .put("liveBlocksAtEnd", result.liveBlocksAtEnd())
        .put("remoteFrees", protocol.remoteFrees())
        .put("drains", protocol.drains())
        .put("claimsWon", protocol.claimsWon())
        .put("claimsLost", protocol.claimsLost())
        .put("adoptions", protocol.adoptions());
    node.set("refills", refills(result.refills()));
    node.put("peakResidentBytes", result.peakResidentBytes())
        .put("finalResidentBytes", result.finalResidentBytes());
    return node.toPrettyString() + System.lineSeparator();
  }

  private static ObjectNode refills(Refills refills) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hot", refills.hot())
        .put("sticky", refills.sticky())
        .put("bench", refills.bench())
        .put("mailbox", refills.mailbox())
        .put("adopt", refills.adopt())
        .put("gate", refills.gate())
        .put("fresh", refills.fresh());
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
