package org.hakmem.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashDemonstrationTest {

  @Test
  void findsLinksWhoseLowestBytesTheProgramWrote() throws InterruptedException {
    List<Finding> findings = new CrashDemonstration(Duration.ofSeconds(60), () -> false).run();

    assertThat(findings).hasSize(2);
    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.link() & 0xFFFF).isEqualTo(0x6261))
        .allSatisfy(finding -> {
          long wordBefore = finding.handOut().wordBefore();
          assertThat(finding.link() >>> 16).isEqualTo(wordBefore >>> 16);
          assertThat(finding.link()).isNotEqualTo(wordBefore);
        });
    assertThat(findings).filteredOn(Finding::isLastOfItsList).hasSize(1);
    assertThat(CrashReport.lines(findings)).anyMatch(line -> line.endsWith("fault_addr=0x6261"));
  }

  @Test
  void stopsWhenItIsInterrupted() throws InterruptedException {
    assertThat(new CrashDemonstration(Duration.ofHours(1), () -> true).run()).isEmpty();
  }
}
