package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.hakmem.Safety;
import org.hakmem.proof.fuzz.FuzzMode;
import org.hakmem.proof.fuzz.FuzzProcess;
import org.hakmem.proof.fuzz.FuzzReport;
import org.hakmem.proof.fuzz.FuzzSettings;
import org.hakmem.proof.fuzz.Program;
import org.hakmem.proof.fuzz.SeededCampaign;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fuzzes the allocator. */
@Command(
    name = "fuzz",
    description = {
      "Makes random calls, good and bad, and compares each outcome with the documentation.",
      "Exits with 0 only if nothing differs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./hakmem fuzz",
      "  ./hakmem fuzz --operations 1000000 --mode threads --safety hardened",
      "  ./hakmem fuzz --mode seeded --seed 42"
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    versionProvider = Version.class)
final class FuzzCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--operations",
      paramLabel = "N",
      description = "minimum number of calls to make, from 1")
  private long operations = 10_000_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "seed of all random choices, any long; by default a random one, which is printed")
  private @Nullable Long seed;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "guided (by coverage), seeded or threads (several at once); by default each in turn")
  private @Nullable FuzzMode mode;

  @Option(
      names = "--safety",
      paramLabel = "MODE",
      description = "safety mode of the allocators; by default any")
  private @Nullable Safety safety;

  @Option(
      names = "--repeat",
      paramLabel = "PROGRAM",
      description = "program to run instead, as a finding printed it")
  private @Nullable String repeat;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "file to write the result to as JSON; - for the standard output")
  private @Nullable String json;

  @Override
  public Integer call() throws InterruptedException {
    if (operations < 1) {
      throw usage("operations must be at least 1, not " + operations);
    }
    OutputTarget target;
    try {
      target = OutputTarget.of(json);
    } catch (IOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong() : seed;
    PrintWriter out = target.isStandardOutput() ? err() : spec().commandLine().getOut();
    try {
      long start = System.nanoTime();
      @Nullable FuzzReport report = repeat == null ? fuzz(chosen, out) : runAgain(repeat);
      double seconds = (System.nanoTime() - start) / 1e9;
      print(report, seconds, out);
      target.write(
          FuzzJson.text(chosen, operations, seconds, report), spec().commandLine().getOut());
      return report == null ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      err().println("hakmem fuzz: " + e);
      return ExitCode.FAILED;
    }
  }

  private @Nullable FuzzReport fuzz(long chosen, PrintWriter out)
      throws IOException, InterruptedException {
    out.println("seed " + chosen);
    out.flush();
    FuzzMode[] modes = mode == null ? FuzzMode.values() : new FuzzMode[] {mode};
    for (FuzzMode each : modes) {
      if (each == FuzzMode.GUIDED && !FuzzProcess.hasJazzer()) {
        throw new IOException("Jazzer is not on the class path; start it as ./hakmem fuzz");
      }
      StatusLine status = new StatusLine(err(), Terminal.isAttached());
      String name = each.name().toLowerCase(Locale.ROOT);
      @Nullable FuzzReport report =
          new FuzzProcess(
                  FuzzSettings.of(safety),
                  done -> status.show(name + ": " + HumanNumbers.count((double) done) + " calls"))
              .run(each, chosen, Math.ceilDiv(operations, modes.length));
      status.clear();
      if (report != null) {
        return report;
      }
    }
    return null;
  }

  private @Nullable FuzzReport runAgain(String text) {
    try {
      return SeededCampaign.runOne(FuzzSettings.of(safety), Program.parse(text));
    } catch (IllegalArgumentException e) {
      throw usage("--repeat: not a program: " + e.getMessage());
    }
  }

  private static void print(@Nullable FuzzReport report, double seconds, PrintWriter out) {
    if (report == null) {
      out.printf(Locale.ROOT, "nothing differs; %.1f s%n", seconds);
    } else {
      report.text().forEach(out::println);
    }
    out.flush();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
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
