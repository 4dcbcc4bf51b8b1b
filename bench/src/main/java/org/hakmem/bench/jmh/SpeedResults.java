package org.hakmem.bench.jmh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hakmem.bench.peers.PeerName;

/** All measurements of a run: a list for each workload and peer, one entry a round. */
final class SpeedResults {

  private record Cell(Workload workload, PeerName peer) {}

  private final Map<Cell, List<Reading>> cells = new HashMap<>();

  private int readings;
  private int disturbed;

  /** What of a reading is looked at. */
  enum Quantity {
    /** {@link Reading#value()}. */
    VALUE,
    /** {@link Reading#residentKib()}. */
    RESIDENT;

    private double of(Reading reading) {
      return this == VALUE ? reading.value() : reading.residentKib();
    }
  }

  /**
   * Adds the next round's reading.
   *
   * @param quiet whether other programs left the machine alone meanwhile
   */
  void add(Workload workload, PeerName peer, Reading reading, boolean quiet) {
    cells.computeIfAbsent(new Cell(workload, peer), cell -> new ArrayList<>()).add(reading);
    readings++;
    disturbed += quiet ? 0 : 1;
  }

  /** How many readings there are. */
  int readings() {
    return readings;
  }

  /** How many of them other programs disturbed. */
  int disturbed() {
    return disturbed;
  }

  /** One number a round; empty if the peer was not measured. */
  List<Double> rounds(Workload workload, PeerName peer, Quantity quantity) {
    return cells.getOrDefault(new Cell(workload, peer), List.of()).stream()
        .map(quantity::of)
        .toList();
  }

  /** The same less the floor's in the same round, where the floor is to be subtracted. */
  List<Double> net(Workload workload, PeerName peer, Quantity quantity) {
    List<Double> rounds = rounds(workload, peer, quantity);
    return quantity == Quantity.RESIDENT || workload.netOfFloor()
        ? Medians.differences(rounds, rounds(workload, PeerName.FLOOR, quantity))
        : rounds;
  }

  /** Hakmem's net figure as a multiple of a peer's, round by round. */
  List<Double> ratios(Workload workload, PeerName peer, Quantity quantity) {
    return Medians.ratios(net(workload, PeerName.HAKMEM, quantity), net(workload, peer, quantity));
  }
}
