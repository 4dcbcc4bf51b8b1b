package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.hakmem.bench.larson.LarsonProgress;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private static final String TEXT = "   1.5 s  1.23 M ops/s  12.0 MiB resident";

  private final StringWriter written = new StringWriter();

  @Test
  void onATerminalTheLineIsRewritten() {
    ProgressLine line = new ProgressLine(new PrintWriter(written), true);

    line.show(progress(0));
    line.show(progress(2));
    line.clear();

    String rewrite = "\r\u001B[K";
    assertThat(written).hasToString(rewrite + TEXT + rewrite + TEXT + "  2 corruptions" + rewrite);
  }

  @Test
  void elsewhereThereIsALineEveryTwentiethTime() {
    ProgressLine line = new ProgressLine(new PrintWriter(written), false);

    for (int i = 0; i < 45; i++) {
      line.show(progress(0));
    }
    line.clear();

    assertThat(written.toString().lines()).containsExactly(TEXT, TEXT);
  }

  private static LarsonProgress progress(long corruptions) {
    return new LarsonProgress(1.5, 1_851_851, 1_234_567, 12 << 20, corruptions);
  }
}
