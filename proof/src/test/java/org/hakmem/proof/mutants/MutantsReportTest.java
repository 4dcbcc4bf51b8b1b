package org.hakmem.proof.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantsReportTest {

  @TempDir private Path folder;

  private static String mutation(String status, int line) {
    return """
    <mutation detected='true' status='%s' numberOfTestsRun='1'>
    <sourceFile>Budget.java</sourceFile><mutatedClass>org.hakmem.Budget</mutatedClass>
    <mutatedMethod>&lt;init&gt;</mutatedMethod><lineNumber>%d</lineNumber>
    <description>removed call</description></mutation>
    """
        .formatted(status, line);
  }

  private MutantsReport read(String... mutations) throws IOException {
    Path file = folder.resolve("mutations.xml");
    Files.writeString(
        file, "<?xml version='1.0'?><mutations>" + String.join("", mutations) + "</mutations>");
    return MutantsReport.read(file);
  }

  @Test
  void survivorsAreListedByLine() throws IOException {
    MutantsReport report =
        read(mutation("SURVIVED", 12), mutation("KILLED", 3), mutation("NO_COVERAGE", 7));

    assertThat(report.text())
        .containsSubsequence(
            "survivors:",
            "  org.hakmem.Budget.<init>:7  removed call (no_coverage)",
            "  org.hakmem.Budget.<init>:12  removed call (survived)",
            "33.3 % killed, 85 % required: failed");
    assertThat(report.passed()).isFalse();
  }

  @Test
  void timeoutsCountAsKilled() throws IOException {
    MutantsReport report = read(mutation("TIMED_OUT", 1), mutation("KILLED", 2));

    assertThat(report.killedPercent()).isEqualTo(100);
    assertThat(report.passed()).isTrue();
  }

  @Test
  void aRunThatTriedNothingIsNoReport() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(this::read)
        .withMessageContaining("no mutation was tried");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> MutantsReport.read(folder.resolve("none.xml")));
  }

  @Test
  void classesAndTestsGoToPit() {
    assertThat(PitRun.command(List.of("a.B", "c.*"), List.of("d.*")))
        .contains("-DtargetClasses=a.B,c.*", "-DtargetTests=d.*", "-Pmutants")
        .endsWith("test-compile", "org.pitest:pitest-maven:mutationCoverage");
  }
}
