package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.hakmem.proof.fuzz.HakmemSubject;
import org.hakmem.proof.soak.Sample;
import org.hakmem.proof.soak.Soak;
import org.hakmem.proof.soak.SoakChart;
import org.hakmem.proof.soak.SoakResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Soaks the allocator. */
@Command(
    name = "soak",
    description = {
      "Mixes all workloads in many threads, verifies every block and samples memory each second.",
      "Exits with 0 only if nothing differs from the documentation and memory does not grow."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./hakmem soak 60 --plot soak.svg --json soak.json", "  ./hakmem soak 5 --seed 42"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class SoakCommand implements Callable<Integer> {

  private static final double MIN_MINUTES = 0.1;
  private static final double MAX_MINUTES = 100_000;
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MINUTES",
      showDefaultValue = Visibility.NEVER,
      description = "length of the run in minutes, from 0.1 to 100000")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "seed of all random choices, any long; by default a random one, which is printed")
  private @Nullable Long seed;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "file to write samples and trends to as JSON; - for the standard output")
  private @Nullable String json;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "file to write a chart of the samples to as SVG; - for the standard output")
  private @Nullable String plot;

  @Override
  public Integer call() throws InterruptedException {
    if (!(minutes >= MIN_MINUTES && minutes <= MAX_MINUTES)) {
      throw usage("minutes must be from 0.1 to 100000, not " + minutes);
    }
    OutputTarget jsonTarget = target(json);
    OutputTarget plotTarget = target(plot);
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong() : seed;
    PrintWriter out = spec().commandLine().getOut();
    PrintWriter text = jsonTarget.isStandardOutput() || plotTarget.isStandardOutput() ? err() : out;
    text.println("seed " + chosen);
    text.flush();
    StatusLine status = new StatusLine(err(), Terminal.isAttached());
    Duration duration = Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE));
    Soak soak = new Soak(HakmemSubject::new, duration, chosen, sample -> status.show(line(sample)));
    try (InterruptHook hook = InterruptHook.install(soak::stop, () -> {}, PATIENCE)) {
      SoakResult result = soak.run();
      status.clear();
      result.text().forEach(text::println);
      text.flush();
      jsonTarget.write(SoakJson.text(result), out);
      if (plotTarget.isWanted()) {
        plotTarget.write(SoakChart.svg(result.samples()), out);
      }
      if (hook.fired()) {
        return ExitCode.INTERRUPTED;
      }
      return result.passed() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      err().println("hakmem soak: a file was not written: " + e);
      return ExitCode.FAILED;
    }
  }

  private static String line(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%6.0f s  %s resident  %s live  %s cached",
        sample.seconds(),
        HumanNumbers.bytes(sample.processResident()),
        HumanNumbers.bytes(sample.live()),
        HumanNumbers.bytes(sample.cached()));
  }

  private OutputTarget target(@Nullable String option) {
    try {
      return OutputTarget.of(option);
    } catch (IOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
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
