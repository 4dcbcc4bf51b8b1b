package org.hakmem.bench.report;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import org.hakmem.bench.peers.PeerName;

/**
 * The colours of charts. Each is a stand-in that says which variable of the style sheet the page is
 * to use, so that a chart is light or dark as the page is.
 */
final class Ink {

  /** For letters. */
  static final Color TEXT = new Color(1, 1, 1);

  /** For lines behind the data. */
  static final Color GRID = new Color(1, 1, 2);

  /** For nothing. */
  static final Color NONE = new Color(0, 0, 0, 0);

  /** The stand-ins of peers have this red, and their number as green. */
  private static final int PEER_RED = 2;

  private static final List<PeerName> PEERS = List.of(PeerName.values());

  private Ink() {}

  /** For a peer's line. */
  static Color of(PeerName peer) {
    return new Color(PEER_RED, PEERS.indexOf(peer), 1);
  }

  /** The variable of the style sheet with a peer's colour. */
  static String variable(PeerName peer) {
    return "var(--" + peer.label() + ")";
  }

  /** Puts the variables in place of the stand-ins. */
  static String resolve(String svg) {
    String result = svg.replace(rgb(TEXT), "var(--muted)").replace(rgb(GRID), "var(--grid)");
    for (PeerName peer : PeerName.values()) {
      result = result.replace(rgb(of(peer)), variable(peer));
    }
    return result;
  }

  private static String rgb(Color color) {
    return String.format(
        Locale.ROOT, "rgb(%d,%d,%d)", color.getRed(), color.getGreen(), color.getBlue());
  }
}
