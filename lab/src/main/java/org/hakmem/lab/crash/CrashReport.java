package org.hakmem.lab.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells where the bytes of bad links come from. */
public final class CrashReport {

  private static final String EXPLANATION =
      """
      The block is on a list and with the program at once: a thread that did not own the slab
      drained it, and linked the block behind another one while its owner took it off the list.
      The allocator then reads what the program wrote as a link. No pointer is torn: two single
      bytes were written, and the other six are those that the list had left there.
      The read is checked, and nothing was ever used as an address.
      """;

  private CrashReport() {}

  /** The report's lines. */
  public static List<String> lines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      text(finding).lines().forEach(lines::add);
      lines.add("");
    }
    if (!findings.isEmpty()) {
      EXPLANATION.lines().forEach(lines::add);
    }
    return lines;
  }

  private static String text(Finding finding) {
    return String.format(
        Locale.ROOT,
        """
        round %d: a list yields a link that is no block
          block                0x%012x
          handed out           to thread %d, as its block number %,d
          first word then      0x%012x  %s
          the program wrote            0x%04x  'a' = 0x61, then 'b' = 0x62
          first word now       0x%012x
          in C: crashes at     fault_addr=0x%x
        """,
        finding.round(),
        finding.block(),
        finding.handOut().thread(),
        finding.handOut().number(),
        finding.handOut().wordBefore(),
        finding.isLastOfItsList() ? "the end of the list" : "the next block",
        Finding.MARK,
        finding.link(),
        finding.link());
  }
}
