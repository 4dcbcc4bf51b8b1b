package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LarsonJsonTest {

  static final List<String> KEYS =
      List.of(
          "workload",
          "seconds",
          "threads",
          "operations",
          "opsPerSecond",
          "corruptions",
          "liveBlocksAtEnd",
          "remoteFrees",
          "drains",
          "claimsWon",
          "claimsLost",
          "adoptions",
          "refills",
          "peakResidentBytes",
          "finalResidentBytes");

  static final List<String> REFILL_KEYS =
      List.of("hot", "sticky", "bench", "mailbox", "adopt", "gate", "fresh");

  @Test
  void hasExactlyTheseKeysInThisOrder() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(LarsonJson.text(Results.valid()));

    assertThat(keys(json)).isEqualTo(KEYS);
    assertThat(keys(json.get("refills"))).isEqualTo(REFILL_KEYS);
  }

  @Test
  void putsEveryFigureUnderItsKey() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(LarsonJson.text(Results.valid()));

    assertThat(json)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "workload": "larson",
                      "seconds": 30.0,
                      "threads": 10,
                      "operations": 369000000,
                      "opsPerSecond": 12299795.042,
                      "corruptions": 0,
                      "liveBlocksAtEnd": 0,
                      "remoteFrees": 24000,
                      "drains": 23,
                      "claimsWon": 21,
                      "claimsLost": 22,
                      "adoptions": 25,
                      "refills": {
                        "hot": 11,
                        "sticky": 12,
                        "bench": 13,
                        "mailbox": 14,
                        "adopt": 15,
                        "gate": 16,
                        "fresh": 17
                      },
                      "peakResidentBytes": 123456789,
                      "finalResidentBytes": 4000000
                    }
                    """));
  }

  static List<String> keys(JsonNode json) {
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
