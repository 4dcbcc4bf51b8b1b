package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemConfigBuilder;
import org.hakmem.bench.larson.LarsonParameters;
import org.hakmem.bench.larson.LarsonResult;
import org.hakmem.bench.larson.LarsonRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs Larson's server simulation on an allocator of its own. */
@Command(
    name = "larson",
    description = {
      "Runs Larson's server simulation, verifying every block.",
      "Exits with 0 only if no block was corrupted and the heap is valid."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    versionProvider = Version.class)
final class LarsonCommand implements Callable<Integer> {

  /** How long Ctrl-C waits for the threads to end, before it prints what is known. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SECONDS",
      showDefaultValue = Visibility.NEVER,
      description =
          "length of the run in seconds, from "
              + LarsonParameters.MIN_SECONDS
              + " to "
              + LarsonParameters.MAX_SECONDS)
  private double seconds;

  @Parameters(
      index = "1",
      paramLabel = "THREADS",
      showDefaultValue = Visibility.NEVER,
      description = "number of threads, from 1 to " + LarsonParameters.MAX_THREADS)
  private int threads;

  @Option(
      names = "--min",
      paramLabel = "BYTES",
      description = "smallest block size in bytes, from 1 to " + LarsonParameters.MAX_BLOCK)
  private int min = LarsonParameters.DEFAULT_MIN;

  @Option(
      names = "--max",
      paramLabel = "BYTES",
      description =
          "size in bytes that blocks stay below, from min + 1 to "
              + (LarsonParameters.MAX_BLOCK + 1))
  private int max = LarsonParameters.DEFAULT_MAX;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "number of blocks that each thread holds, from 1 to " + LarsonParameters.MAX_SLOTS)
  private int slots = LarsonParameters.DEFAULT_SLOTS;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "number of replacements per slot before a successor takes over, from 1 to "
              + LarsonParameters.MAX_ROUNDS)
  private int rounds = LarsonParameters.DEFAULT_ROUNDS;

  @Option(names = "--seed", paramLabel = "N", description = "seed of all random choices, any long")
  private long seed = LarsonParameters.DEFAULT_SEED;

  @Option(
      names = "--magazine",
      paramLabel = "N",
      description = "magazine capacity in blocks, from 0 to 1024")
  private @Nullable Integer magazine;

  @Option(names = "--no-adopt", description = "leave what ended threads own alone")
  private boolean noAdopt;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "file to write the result to as JSON; - for the standard output")
  private @Nullable String json;

  @Override
  public Integer call() {
    LarsonParameters parameters;
    HakmemConfig config;
    OutputTarget target;
    try {
      parameters = new LarsonParameters(seconds, threads, min, max, slots, rounds, seed);
      config = config();
      target = OutputTarget.of(json);
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
    Hakmem hakmem;
    LarsonRun run;
    try {
      hakmem = Hakmem.create(config);
      run = new LarsonRun(parameters, hakmem);
    } catch (RuntimeException | Error e) {
      err().println("hakmem larson: can't start: " + e);
      return ExitCode.FAILED;
    }
    return run(run, hakmem, new LarsonReport(spec().commandLine().getOut(), err(), target));
  }

  private int run(LarsonRun run, Hakmem hakmem, LarsonReport report) {
    ProgressLine progress = new ProgressLine(err(), Terminal.isAttached());
    try (InterruptHook hook =
        InterruptHook.install(run::stop, () -> report.print(run.resultSoFar()), PATIENCE)) {
      LarsonResult result = run.run(progress::show);
      progress.clear();
      boolean reported = report.print(result);
      if (result.complete()) { // else a thread still uses it
        hakmem.close();
      }
      if (hook.fired()) {
        return ExitCode.INTERRUPTED;
      }
      return result.valid() && reported ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private HakmemConfig config() {
    HakmemConfigBuilder builder = HakmemConfig.fromSystemProperties().toBuilder();
    if (magazine != null) {
      builder.magazineCapacity(magazine);
    }
    if (noAdopt) {
      builder.adopt(false);
    }
    return builder.build();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli did not set the spec");
    }
    return spec;
  }
}
