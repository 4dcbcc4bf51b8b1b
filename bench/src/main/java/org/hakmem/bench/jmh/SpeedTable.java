package org.hakmem.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hakmem.bench.peers.PeerName;

/**
 * Measures hakmem beside its peers and prints a Markdown table with the goals.
 *
 * <p>Each reading has a JVM of its own. A round measures every peer once, and ratios are formed
 * within a round, so that what slows the machine for a while slows all of them. What other programs
 * disturb is measured again, up to three times, and the least disturbed reading counts. The table
 * shows medians over the rounds.
 */
public final class SpeedTable {

  /** A measurement counts as undisturbed if others took at most this share of the machine. */
  private static final double TOLERATED_SHARE = 0.05;

  private static final int ATTEMPTS = 3;

  private final SpeedOptions options;
  private final SpeedResults results = new SpeedResults();
  private final Set<PeerName> missing = EnumSet.noneOf(PeerName.class);
  private boolean complete = true;

  private SpeedTable(SpeedOptions options) {
    this.options = options;
  }

  /** As {@link #run}, and exits with its result. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Measures and prints: the table to standard output, a progress line for each JVM to standard
   * error.
   *
   * @param args the options; {@code --help} lists them
   * @return 0 if all was measured that is installed, 1 if a reading failed, 2 if the options are
   *     wrong
   */
  public static int run(String... args) {
    if (List.of(args).contains("--help")) {
      System.out.println(SpeedOptions.USAGE);
      return 0;
    }
    SpeedOptions options;
    try {
      options = SpeedOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("speed: " + e.getMessage());
      return 2;
    }
    try {
      SpeedTable table = new SpeedTable(options);
      table.measureAll();
      table.report();
      return table.complete ? 0 : 1;
    } catch (IOException e) {
      System.err.println("speed: " + e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void measureAll() throws IOException, InterruptedException {
    for (Workload workload : options.workloads()) {
      List<PeerName> peers = new ArrayList<>(options.peers());
      peers.removeIf(peer -> missing.contains(peer) || !workload.suits(peer));
      for (int round = 1; round <= options.rounds(); round++) {
        for (PeerName peer : List.copyOf(peers)) {
          if (!measure(workload, peer, round)) {
            peers.remove(peer);
          }
        }
      }
    }
  }

  private boolean measure(Workload workload, PeerName peer, int round)
      throws IOException, InterruptedException {
    try {
      addLeastDisturbed(workload, peer, round);
      return true;
    } catch (ChildJvm.FailedException e) {
      if (e.missing()) {
        missing.add(peer);
        progress(workload, peer, round, "left out: " + e.getMessage());
      } else {
        complete = false;
        progress(workload, peer, round, "failed: " + e.getMessage());
      }
      return false;
    }
  }

  /** Measures again while other programs take too much of the machine, a few times. */
  private void addLeastDisturbed(Workload workload, PeerName peer, int round)
      throws ChildJvm.FailedException, IOException, InterruptedException {
    Reading best = new Reading(Double.NaN, 0);
    double least = Double.POSITIVE_INFINITY;
    for (int attempt = 0; attempt < ATTEMPTS && least > TOLERATED_SHARE; attempt++) {
      MachineLoad before = MachineLoad.now();
      Reading reading =
          ChildJvm.measure(workload, peer, options.warmupSeconds(), options.seconds());
      double share = MachineLoad.now().othersShareSince(before);
      if (share < least) {
        best = reading;
        least = share;
      }
      progress(workload, peer, round, outcome(workload, reading, share));
    }
    results.add(workload, peer, best, least <= TOLERATED_SHARE);
  }

  private static String outcome(Workload workload, Reading reading, double othersShare) {
    return String.format(Locale.ROOT, "%.2f %s", reading.value(), workload.unit())
        + (othersShare > TOLERATED_SHARE
            ? String.format(
                Locale.ROOT,
                ", while other programs took %.0f %% of the machine",
                othersShare * 100)
            : "");
  }

  private void progress(Workload workload, PeerName peer, int round, String outcome) {
    System.err.printf(
        "%s, round %d of %d, %s: %s%n",
        workload.label(), round, options.rounds(), peer.label(), outcome);
  }

  private void report() throws IOException {
    System.out.print(new SpeedReport(options, results).toMarkdown());
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), new SpeedJson(options, results).toJson());
    }
  }
}
