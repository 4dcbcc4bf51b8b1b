package org.hakmem.internal.checked;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums up blocks that were never freed by the stack that allocated them. One thread. */
final class Leaks {

  /** Stacks that are shown. */
  private static final int MAX_SHOWN = 5;

  private final Map<Frames, Site> sites = new HashMap<>();
  private long blocks;
  private long bytes;

  /** What one stack allocated. */
  private static final class Site {

    final Origin origin;
    long blocks;
    long bytes;

    Site(Origin origin) {
      this.origin = origin;
    }
  }

  /** The most bytes first. Not a lambda, which would be linked. */
  private static final class MostBytesFirst implements Comparator<Site> {
    @Override
    public int compare(Site a, Site b) {
      return Long.compare(b.bytes, a.bytes);
    }
  }

  /** Adds a block. */
  void add(CheckedBlock block) {
    Frames frames = block.allocated().frames();
    Site site = sites.get(frames);
    if (site == null) {
      site = new Site(block.allocated());
      sites.put(frames, site);
    }
    site.blocks++;
    site.bytes += block.bytes();
    blocks++;
    bytes += block.bytes();
  }

  /** Logs a warning if there is anything to say. */
  void log(String name) {
    if (blocks == 0) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(name).append(" is closed with ").append(words(blocks, bytes)).append(" live\n");
    List<Site> sorted = new ArrayList<>(sites.values());
    sorted.sort(new MostBytesFirst());
    for (Site site : sorted.subList(0, Math.min(MAX_SHOWN, sorted.size()))) {
      site.origin.appendTo(text, words(site.blocks, site.bytes) + ", allocated", Frames.MAX_FRAMES);
    }
    if (sorted.size() > MAX_SHOWN) {
      text.append("  and ").append(sorted.size() - MAX_SHOWN).append(" more stacks\n");
    }
    Findings.warn(text.toString());
  }

  private static String words(long blocks, long bytes) {
    return (blocks == 1 ? "1 block of " : blocks + " blocks of ") + bytes + " bytes";
  }
}
