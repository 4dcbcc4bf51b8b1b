package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE})
  void keepsTheSizeWhateverTheCounter(int counter) {
    assertThat(Ticket.size(Ticket.of(1 << 30, counter))).isEqualTo(1 << 30);
    assertThat(Ticket.of(8, counter)).isNotEqualTo(Ticket.of(8, counter + 1));
  }
}
