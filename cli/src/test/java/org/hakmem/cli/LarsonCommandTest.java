package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on the allocator itself, for a fraction of a second. */
class LarsonCommandTest {

  @TempDir private Path directory;

  @Test
  void aValidRunPrintsItsSummaryAndExitsWith0() {
    Cli cli = Cli.run("larson", "0.1", "2", "--slots", "100", "--rounds", "5");

    assertThat(cli.out())
        .contains("corruptions            0")
        .contains("verdict                valid");
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exitCode()).isZero();
  }

  @Test
  void takesEveryOption() throws IOException {
    Path file = directory.resolve("larson.json");

    Cli cli =
        Cli.run(
            ("larson 0.1 3 --min 1 --max 2000 --slots 50 --rounds 2 --seed -7 --magazine 0"
                    + " --no-adopt --json "
                    + file)
                .split(" "));

    assertThat(cli.out())
        .startsWith("larson                 3 threads, ")
        .contains(" s, 1 to 1999 bytes, 50 slots, 2 rounds, seed -7");
    assertThat(cli.exitCode()).isZero();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(LarsonJsonTest.keys(json)).isEqualTo(LarsonJsonTest.KEYS);
    assertThat(LarsonJsonTest.keys(json.get("refills"))).isEqualTo(LarsonJsonTest.REFILL_KEYS);
    assertThat(json.get("threads").asInt()).isEqualTo(3);
    assertThat(json.get("corruptions").asLong()).isZero();
    assertThat(json.get("liveBlocksAtEnd").asLong()).isZero();
    assertThat(json.get("operations").asLong()).isPositive();
    assertThat(json.get("refills").get("adopt").asLong()).isZero();
  }

  @Test
  void jsonOnTheStandardOutputStandsAlone() throws IOException {
    Cli cli = Cli.run("larson", "0.1", "2", "--slots", "10", "--json", "-");

    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(json.get("workload").asText()).isEqualTo("larson");
    assertThat(cli.err()).contains("verdict                valid");
    assertThat(cli.exitCode()).isZero();
  }
}
