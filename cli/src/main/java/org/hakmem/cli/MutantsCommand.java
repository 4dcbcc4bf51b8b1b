package org.hakmem.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hakmem.proof.mutants.MutantsReport;
import org.hakmem.proof.mutants.PitRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs mutation testing. */
@Command(
    name = "mutants",
    description = {
      "Changes the allocator's code outside the fast paths in small ways, one at a time, and runs its"
          + " tests (PIT). Takes hours without arguments.",
      "Exits with 0 only if the tests notice at least " + MutantsReport.REQUIRED_PERCENT + " %%."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./hakmem mutants",
      "  ./hakmem mutants 'org.hakmem.internal.superslab.*'",
      "  ./hakmem mutants org.hakmem.HakmemConfig --tests org.hakmem.HakmemConfigTest"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = Version.class)
final class MutantsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "CLASS",
      arity = "0..*",
      description = "classes to change, * stands for any letters; by default all of core")
  private List<String> classes = new ArrayList<>();

  @Option(
      names = "--tests",
      paramLabel = "CLASS",
      split = ",",
      description = "test classes to run, separated by commas; by default all but the slow ones")
  private List<String> tests = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    Path root = Path.of(System.getProperty("org.hakmem.root", "")).toAbsolutePath();
    if (!Files.exists(root.resolve("core/pom.xml"))) {
      throw new ParameterException(
          spec().commandLine(), "no sources in " + root + "; start it as ./hakmem mutants");
    }
    PrintWriter out = spec().commandLine().getOut();
    PrintWriter err = spec().commandLine().getErr();
    try {
      MutantsReport report = new PitRun(root, err).run(classes, tests);
      report.text().forEach(out::println);
      out.flush();
      return report.passed() ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      err.println("hakmem mutants: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli did not set the spec");
    }
    return spec;
  }
}
