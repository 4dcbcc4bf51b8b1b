package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.run.BenchRun;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.run.Selection;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures hakmem beside its peers. */
@Command(
    name = "bench",
    description = {
      "Measures hakmem beside other allocators, a JVM each, in turn.",
      "Prints tables, and says which goals are reached."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    versionProvider = Version.class)
final class BenchCommand implements Callable<Integer> {

  /** How long Ctrl-C waits for the measurement that is being made. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "WORKLOAD",
      arity = "0..*",
      description = {
        "workload, or kind of workloads; --list names them. After the word 'replay', the file of a"
            + " trace. None: all but the replays"
      })
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--peers",
      paramLabel = "PEER",
      split = ",",
      description = "peers to measure, separated by commas; --list names them; by default all")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "number of times that each peer is measured, from 1 to " + Plan.MOST_ROUNDS)
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "length of each measurement in seconds, from "
              + Plan.LEAST_SECONDS
              + " to "
              + Plan.MOST_SECONDS)
  private double seconds = 1;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "length of the warm-up before it in seconds, from 0 to " + Plan.MOST_SECONDS)
  private double warmup = 1.5;

  @Option(
      names = "--latency",
      description = "also take the times of single calls, in measurements of their own")
  private boolean latency;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "file to write every measurement to as JSON; - for the standard output")
  private @Nullable String json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "file to write a page with charts to; - for the standard output")
  private @Nullable String html;

  @Option(names = "--list", description = "name the workloads and the peers, and measure nothing")
  private boolean list;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      printList(spec().commandLine().getOut());
      return ExitCode.OK;
    }
    Plan plan;
    BenchReport report;
    try {
      plan = new Plan(Selection.tasks(words), peerNames(), rounds, warmup, seconds, latency);
      report = report();
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
    return run(plan, report);
  }

  private int run(Plan plan, BenchReport report) throws IOException, InterruptedException {
    PrintWriter err = spec().commandLine().getErr();
    BenchRun run =
        new BenchRun(
            plan,
            line -> {
              err.println(line);
              err.flush();
            });
    try (InterruptHook hook = InterruptHook.install(run::stop, () -> {}, PATIENCE)) {
      Results results = run.run();
      report.print(plan, results);
      if (hook.fired()) {
        return ExitCode.INTERRUPTED;
      }
      return results.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private BenchReport report() throws IOException {
    OutputTarget jsonTarget = OutputTarget.of(json);
    OutputTarget htmlTarget = OutputTarget.of(html);
    if (jsonTarget.isStandardOutput() && htmlTarget.isStandardOutput()) {
      throw new IllegalArgumentException(
          "only one of --json and --html can be the standard output");
    }
    return new BenchReport(
        spec().commandLine().getOut(), spec().commandLine().getErr(), jsonTarget, htmlTarget);
  }

  private List<PeerName> peerNames() {
    return peers.isEmpty()
        ? List.of(PeerName.values())
        : peers.stream().map(PeerName::of).distinct().toList();
  }

  private static void printList(PrintWriter out) {
    out.println("Workloads:");
    for (Workload workload : Workloads.all()) {
      out.printf("  %-18s %s%n", workload.label(), workload.description());
    }
    out.printf(
        "  %-18s %s%n", "replay FILE…", "what a real program asked of its heap, from traces");
    out.println("Peers:");
    Arrays.stream(PeerName.values()).forEach(peer -> out.println("  " + peer.label()));
    out.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli did not set the spec");
    }
    return spec;
  }
}
