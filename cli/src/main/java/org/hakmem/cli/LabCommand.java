package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.catalogue.Catalogue;
import org.hakmem.lab.crash.CrashDemonstration;
import org.hakmem.lab.crash.CrashReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the lab: every argument about the protocol, and whether its verdict is as expected. */
@Command(
    name = "lab",
    description = {
      "Shows that the remote drain is safe, and that each unsafe way is unsafe.",
      "Exits with 0 only if every verdict is the one expected."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class LabCommand implements Callable<Integer> {

  private static final int MAX_MINUTES = 100_000;
  private static final Duration CRASH_LIMIT = Duration.ofSeconds(30);

  /** What to do instead of a quick run of everything. */
  private static final class Mode {

    @Option(names = "--list", description = "list the exhibits and run nothing")
    private boolean list;

    @Option(
        names = "--trace",
        paramLabel = "NAME",
        description = "exhibit to run alone, and show what its verdict rests on")
    private @Nullable String trace;

    @Option(
        names = "--crash",
        description = "run the unsafe drain until it shows the symptom, and tell its cause")
    private boolean crash;

    @Option(
        names = "--long",
        paramLabel = "MINUTES",
        description =
            "time to soak in minutes, from 1 to "
                + MAX_MINUTES
                + ": more threads and schedules, random seeds")
    private @Nullable Integer minutes;
  }

  private final Catalogue catalogue;
  private final BooleanSupplier hasLibraries;

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = "--repeat",
      paramLabel = "SCALE:SEED",
      description = "scale and seed of a round of --long to repeat, as it printed them")
  private @Nullable String repeat;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "file to write the verdicts and traces to as JSON; - for the standard output")
  private @Nullable String json;

  LabCommand(Catalogue catalogue, BooleanSupplier hasLibraries) {
    this.catalogue = catalogue;
    this.hasLibraries = hasLibraries;
  }

  /** Whether what the exhibits run on is on the class path; the jar alone has none of it. */
  static boolean hasLibraries() {
    try {
      Class.forName("org.jetbrains.lincheck.Lincheck", false, LabCommand.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (json != null && (mode.list || mode.crash)) {
      throw usage("--json needs a run: it goes with neither --list nor --crash");
    }
    if (repeat != null && (mode.list || mode.crash || mode.minutes != null)) {
      throw usage("--repeat goes with a run of everything or with --trace only");
    }
    if (mode.list) {
      LabReport.list(catalogue).forEach(out()::println);
      return ExitCode.OK;
    }
    return mode.crash ? crash() : run();
  }

  private int run() {
    List<Exhibit> exhibits = mode.trace == null ? catalogue.exhibits() : List.of(find(mode.trace));
    Effort effort = effort();
    Duration soak = soak();
    OutputTarget target = target();
    if (!hasLibraries.getAsBoolean()) {
      err().println("hakmem lab: Lincheck is not on the class path; start the lab as ./hakmem lab");
      return ExitCode.FAILED;
    }
    PrintWriter table = target.isStandardOutput() ? err() : out();
    LabReport report = new LabReport(table, err(), mode.trace != null);
    LabSession session =
        new LabSession(exhibits, report, new LabProgress(err(), Terminal.isAttached()));
    boolean interrupted = soak == null ? session.run(effort) : session.soak(soak);
    boolean written = write(target, session);
    if (interrupted) {
      return ExitCode.INTERRUPTED;
    }
    return session.allAsExpected() && written ? ExitCode.OK : ExitCode.FAILED;
  }

  private int crash() throws InterruptedException {
    CrashDemonstration demonstration =
        new CrashDemonstration(CRASH_LIMIT, Thread.currentThread()::isInterrupted);
    List<String> lines = CrashReport.lines(demonstration.run());
    if (lines.isEmpty()) {
      err()
          .println("hakmem lab: the symptom did not show within " + CRASH_LIMIT.toSeconds() + " s");
      return ExitCode.FAILED;
    }
    lines.forEach(out()::println);
    return ExitCode.OK;
  }

  private boolean write(OutputTarget target, LabSession session) {
    try {
      target.write(LabJson.text(session.results()), out());
      return true;
    } catch (IOException e) {
      err().println("hakmem lab: the JSON was not written: " + e);
      return false;
    }
  }

  private Exhibit find(String name) {
    return catalogue
        .find(name)
        .orElseThrow(
            () -> usage("no exhibit is called '" + name + "'; hakmem lab --list has their names"));
  }

  private Effort effort() {
    if (repeat == null) {
      return Effort.QUICK;
    }
    try {
      return Effort.parse(repeat);
    } catch (IllegalArgumentException e) {
      throw usage("--repeat: " + e.getMessage());
    }
  }

  private @Nullable Duration soak() {
    if (mode.minutes == null) {
      return null;
    }
    if (mode.minutes < 1 || mode.minutes > MAX_MINUTES) {
      throw usage("minutes must be from 1 to " + MAX_MINUTES + ", not " + mode.minutes);
    }
    return Duration.ofMinutes(mode.minutes);
  }

  private OutputTarget target() {
    try {
      return OutputTarget.of(json);
    } catch (IOException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
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
