package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

  @Test
  void measuresAndWritesAllReports(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("bench.json");
    Path html = folder.resolve("bench.html");

    Cli cli =
        Cli.run(
            "bench",
            "pair:64",
            "--peers",
            "hakmem,glibc",
            "--rounds",
            "1",
            "--seconds",
            "0.05",
            "--warmup",
            "0.05",
            "--json",
            json.toString(),
            "--html",
            html.toString());

    assertThat(cli.exitCode()).isZero();
    assertThat(cli.out()).contains("### pair:64", "| hakmem |", "| glibc  |", "### Goals");
    assertThat(cli.err()).contains("pair:64, round 1 of 1, glibc: ");
    assertThat(Files.readString(json)).contains("\"workload\" : \"pair:64\"");
    assertThat(Files.readString(html)).startsWith("<!DOCTYPE html>").contains("pair:64");
  }

  @Test
  void aListNamesWorkloadsAndPeers() {
    Cli cli = Cli.run("bench", "--list");

    assertThat(cli.exitCode()).isZero();
    assertThat(cli.out()).contains("  pair:64 ", "  vthreads ", "  replay FILE", "  netty-pooled");
  }
}
