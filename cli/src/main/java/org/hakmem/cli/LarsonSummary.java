package org.hakmem.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hakmem.HakmemStats.Protocol;
import org.hakmem.HakmemStats.Refills;
import org.hakmem.bench.larson.Corruption;
import org.hakmem.bench.larson.Failure;
import org.hakmem.bench.larson.LarsonParameters;
import org.hakmem.bench.larson.LarsonResult;

/** A Larson result as a table for people. */
final class LarsonSummary {

  private final List<String> lines = new ArrayList<>();

  private LarsonSummary() {}

  /** The table's lines, and one for each thing that went wrong. */
  static List<String> lines(LarsonResult result) {
    LarsonSummary summary = new LarsonSummary();
    summary.workload(result);
    summary.protocol(result.protocol());
    summary.refills(result.refills());
    summary.outcome(result);
    return summary.lines;
  }

  private void workload(LarsonResult result) {
    LarsonParameters parameters = result.parameters();
    row(
        "larson",
        String.format(
            Locale.ROOT,
            "%d threads, %.1f s, %d to %d bytes, %d slots, %d rounds, seed %d",
            parameters.threads(),
            result.seconds(),
            parameters.min(),
            parameters.max() - 1,
            parameters.slots(),
            parameters.rounds(),
            parameters.seed()));
    row("throughput", HumanNumbers.count(result.opsPerSecond()) + " ops/s");
    count("operations", result.operations());
    count("threads started", result.threadsStarted());
  }

  private void protocol(Protocol protocol) {
    count("remote frees", protocol.remoteFrees());
    count("drains", protocol.drains());
    count("claims won", protocol.claimsWon());
    count("claims lost", protocol.claimsLost());
    count("adoptions", protocol.adoptions());
  }

  private void refills(Refills refills) {
    count("refills: hot", refills.hot());
    count("         sticky", refills.sticky());
    count("         bench", refills.bench());
    count("         mailbox", refills.mailbox());
    count("         adopt", refills.adopt());
    count("         gate", refills.gate());
    count("         fresh", refills.fresh());
  }

  private void outcome(LarsonResult result) {
    row("resident: peak", HumanNumbers.bytes(result.peakResidentBytes()));
    row("          final", HumanNumbers.bytes(result.finalResidentBytes()));
    count("live blocks at end", result.liveBlocksAtEnd());
    count("corruptions", result.corruptions());
    for (Corruption corruption : result.firstCorruptions()) {
      row("", corruption.describe());
    }
    if (result.protocol().lateDoubleFrees() != 0) {
      count("late double frees", result.protocol().lateDoubleFrees());
    }
    for (Failure failure : result.failures()) {
      row("failure", failure.describe());
    }
    for (String error : result.heapErrors()) {
      row("heap error", error);
    }
    row("verdict", verdict(result));
  }

  private static String verdict(LarsonResult result) {
    if (result.valid()) {
      return "valid";
    }
    return result.complete() ? "FAILED" : "incomplete: not all threads ended, nothing was checked";
  }

  private void count(String name, long count) {
    row(name, String.format(Locale.ROOT, "%,d", count));
  }

  private void row(String name, String value) {
    lines.add(String.format(Locale.ROOT, "%-22s %s", name, value));
  }
}
