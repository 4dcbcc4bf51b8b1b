package org.hakmem.proof.mutants;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs PIT over {@code core}, by Maven and the profile {@code mutants}. */
public final class PitRun {

  private static final String GOAL = "org.pitest:pitest-maven:mutationCoverage";

  private final Path root;
  private final PrintWriter log;

  /**
   * Creates one.
   *
   * @param root the project's folder
   * @param log receives what Maven prints
   */
  public PitRun(Path root, PrintWriter log) {
    this.root = root;
    this.log = log;
  }

  /**
   * Runs PIT and reads its report.
   *
   * @param classes classes to change, as PIT's globs; empty for those of the profile
   * @param tests tests to run, as PIT's globs; empty for all
   * @throws IOException if Maven fails, or PIT ran nothing
   */
  public MutantsReport run(List<String> classes, List<String> tests)
      throws IOException, InterruptedException {
    Path report = root.resolve("core/target/pit-reports/mutations.xml");
    Files.deleteIfExists(report);
    Process process =
        new ProcessBuilder(command(classes, tests))
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    process
        .inputReader()
        .lines()
        .forEach(line -> {
          log.println(line);
          log.flush();
        });
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException("Maven ended with status " + status);
    }
    return MutantsReport.read(report);
  }

  static List<String> command(List<String> classes, List<String> tests) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "mvn", "-q", "-B", "-ntp", "-pl", "core", "-Pmutants", "-Dspotless.check.skip"));
    if (!classes.isEmpty()) {
      command.add("-DtargetClasses=" + String.join(",", classes));
    }
    if (!tests.isEmpty()) {
      command.add("-DtargetTests=" + String.join(",", tests));
    }
    command.addAll(List.of("test-compile", GOAL));
    return command;
  }
}
