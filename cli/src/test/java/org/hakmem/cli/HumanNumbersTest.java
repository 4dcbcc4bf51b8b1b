package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "999.6, 1.00 k",
    "1000, 1.00 k",
    "1234567, 1.23 M",
    "12345678, 12.3 M",
    "123456789, 123 M",
    "9996000, 10.0 M",
    "99960000, 100 M",
    "999999999, 1.00 G",
    "9.9e20, 990 E"
  })
  void showsCounts(double count, String text) {
    assertThat(HumanNumbers.count(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, unknown",
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.00 KiB",
    "12897485, 12.3 MiB",
    "1073741823, 1.00 GiB",
    "9223372036854775807, 8.00 EiB"
  })
  void showsBytes(long bytes, String text) {
    assertThat(HumanNumbers.bytes(bytes)).isEqualTo(text);
  }
}
