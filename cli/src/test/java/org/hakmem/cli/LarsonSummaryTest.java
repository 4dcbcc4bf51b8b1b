package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LarsonSummaryTest {

  @Test
  void showsEveryFigure() {
    assertThat(LarsonSummary.lines(Results.valid()))
        .containsExactly(
            "larson                 10 threads, 30.0 s, 8 to 999 bytes, 5000 slots, 100 rounds,"
                + " seed 4141",
            "throughput             12.3 M ops/s",
            "operations             369,000,000",
            "threads started        740",
            "remote frees           24,000",
            "drains                 23",
            "claims won             21",
            "claims lost            22",
            "adoptions              25",
            "refills: hot           11",
            "         sticky        12",
            "         bench         13",
            "         mailbox       14",
            "         adopt         15",
            "         gate          16",
            "         fresh         17",
            "resident: peak         118 MiB",
            "          final        3.81 MiB",
            "live blocks at end     0",
            "corruptions            0",
            "verdict                valid");
  }

  @Test
  void describesWhatWentWrong() {
    assertThat(LarsonSummary.lines(Results.failed()))
        .endsWith(
            "corruptions            1",
            "                       block at 0x7f00 of 64 bytes: at offset 5 expected 0x61, found"
                + " 0x62",
            "failure                larson-1.0: java.lang.IllegalStateException: two lines",
            "heap error             blocks are missing",
            "verdict                FAILED");
  }

  @Test
  void saysThatNothingWasChecked() {
    assertThat(LarsonSummary.lines(Results.incomplete()))
        .endsWith("verdict                incomplete: not all threads ended, nothing was checked");
  }
}
