package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LarsonReportTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  @Test
  void printsTheTableOnce() throws IOException {
    LarsonReport report = report(null);

    assertThat(report.print(Results.valid())).isTrue();
    assertThat(report.print(Results.failed())).isTrue();

    assertThat(out.toString()).containsOnlyOnce("verdict").contains("valid");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withJsonOnTheStandardOutputTheTableGoesToTheStandardError() throws IOException {
    report("-").print(Results.valid());

    assertThat(out.toString()).isEqualTo(LarsonJson.text(Results.valid()));
    assertThat(err.toString()).contains("verdict");
  }

  @Test
  void writesTheFile() throws IOException {
    Path file = directory.resolve("larson.json");
    Files.writeString(file, "something longer than what will be written: " + "x".repeat(5000));

    assertThat(report(file.toString()).print(Results.valid())).isTrue();

    assertThat(file).hasContent(LarsonJson.text(Results.valid()));
    assertThat(out.toString()).contains("verdict");
  }

  @Test
  void tellsThatTheFileCouldNotBeWrittenAfterAll() throws IOException {
    Path file = directory.resolve("larson.json");
    LarsonReport report = report(file.toString());
    Files.createDirectory(file);

    assertThat(report.print(Results.valid())).isFalse();

    assertThat(err.toString()).startsWith("hakmem larson: the JSON was not written: ");
  }

  @Test
  void printsWhereTheFirstFailureCameFrom() throws IOException {
    report(null).print(Results.failed());

    assertThat(err.toString()).contains("IllegalStateException").contains("at org.hakmem");
  }

  private LarsonReport report(String json) throws IOException {
    return new LarsonReport(new PrintWriter(out), new PrintWriter(err), OutputTarget.of(json));
  }
}
