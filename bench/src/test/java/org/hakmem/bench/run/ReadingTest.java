package org.hakmem.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a child tells its parent. */
class ReadingTest {

  @Test
  void aReadingSurvivesItsLine() {
    Reading reading = new Reading(10.25, 7, 123, 99, "m", "");
    assertThat(reading.toLine()).doesNotContain("\n");
    assertThat(Reading.isLine(reading.toLine())).isTrue();
    assertThat(Reading.isLine("warm")).isFalse();
    assertThat(Reading.ofLine(reading.toLine())).isEqualTo(reading);
  }

  @Test
  void aHistogramSurvivesItsText() {
    Histogram histogram = new Histogram(1_000_000, 2);
    histogram.recordValueWithCount(30, 1_000);
    histogram.recordValue(70_000);
    assertThat(Histograms.ofText(Histograms.toText(histogram))).isEqualTo(histogram);
  }
}
