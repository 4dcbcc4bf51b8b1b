package org.hakmem.bench.larson;

import java.util.List;
import org.hakmem.HakmemStats.Protocol;
import org.hakmem.HakmemStats.Refills;

/**
 * What a run did and found. Counts are of this run, not of the allocator's whole life.
 *
 * @param parameters what was to be done
 * @param complete whether every thread ended, every block was freed and the allocator's figures
 *     were checked; false for a result taken while the run went on, or if a thread hung
 * @param seconds from the threads' start to their end
 * @param operations blocks replaced: one verified, freed, and another allocated and written
 * @param opsPerSecond {@code operations / seconds}; 0 if no time passed
 * @param threadsStarted threads of all generations
 * @param corruptions blocks whose contents were wrong
 * @param firstCorruptions the first few of them
 * @param failures the first few exceptions and errors thrown, and threads that hung
 * @param heapErrors what of the allocator's figures doesn't add up
 * @param liveBlocksAtEnd blocks that the allocator counts as live, beyond those before the run,
 *     after all were freed
 * @param refills refills by source
 * @param protocol what the ownership protocol did
 * @param peakResidentBytes most bytes in physical memory, of samples four times a second; -1 if
 *     unknown
 * @param finalResidentBytes bytes in physical memory after all was freed and trimmed; -1 if unknown
 */
public record LarsonResult(
    LarsonParameters parameters,
    boolean complete,
    double seconds,
    long operations,
    double opsPerSecond,
    long threadsStarted,
    long corruptions,
    List<Corruption> firstCorruptions,
    List<Failure> failures,
    List<String> heapErrors,
    long liveBlocksAtEnd,
    Refills refills,
    Protocol protocol,
    long peakResidentBytes,
    long finalResidentBytes) {

  /** Copies the lists. */
  public LarsonResult {
    firstCorruptions = List.copyOf(firstCorruptions);
    failures = List.copyOf(failures);
    heapErrors = List.copyOf(heapErrors);
  }

  /**
   * Whether the run came to its end with no corruption, no failure and a valid heap without a live
   * block. The workload frees nothing twice, so that a double free found by a drain means a block
   * that was handed out twice.
   */
  public boolean valid() {
    return complete
        && corruptions == 0
        && failures.isEmpty()
        && heapErrors.isEmpty()
        && liveBlocksAtEnd == 0
        && protocol.lateDoubleFrees() == 0;
  }
}
