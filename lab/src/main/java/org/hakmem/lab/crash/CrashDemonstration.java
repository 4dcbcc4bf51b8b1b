package org.hakmem.lab.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;

/**
 * Runs the unsafe drain under Larson's writes, round after round with fresh memory, until a free
 * list yields a link whose lowest two bytes are {@code 0x6261}; then tells where they come from.
 */
public final class CrashDemonstration {

  private static final int THREADS = 3;

  /** As many as there are blocks, so that lists are often at their end. */
  private static final int SLOTS = THREADS * InBandMemory.BLOCKS_PER_SLAB;

  /** After this time a round's lists may have lost so many blocks that nothing happens any more. */
  private static final Duration ROUND = Duration.ofMillis(200);

  private final Duration limit;
  private final BooleanSupplier interrupted;
  private int rounds;

  /**
   * Makes one.
   *
   * @param limit how long to look for either form of the symptom
   * @param interrupted whether to give up at once; asked often
   */
  public CrashDemonstration(Duration limit, BooleanSupplier interrupted) {
    this.limit = limit;
    this.interrupted = interrupted;
  }

  /**
   * Looks for both forms of the symptom: a link spoilt in its lowest two bytes, and the end of a
   * list that has become {@code 0x6261} itself. Returns what it found in the time given.
   */
  public List<Finding> run() throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<Finding> found = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      while (found.size() < 2 && System.nanoTime() - end < 0 && !interrupted.getAsBoolean()) {
        round(threads, ++rounds)
            .filter(finding -> found.stream().noneMatch(finding::hasFormOf))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** How many rounds it took. */
  public int rounds() {
    return rounds;
  }

  private Optional<Finding> round(ExecutorService threads, int round) throws InterruptedException {
    try (InBandMemory memory = new InBandMemory(THREADS)) {
      UnsafeSuperslab superslab = new UnsafeSuperslab(memory, THREADS);
      AtomicLongArray slots = new AtomicLongArray(SLOTS);
      AtomicReferenceArray<HandOut> handOuts =
          new AtomicReferenceArray<>(THREADS * InBandMemory.BLOCKS_PER_SLAB);
      List<BadLinkException> badLinks = new ArrayList<>();
      Stop stop = new Stop(System.nanoTime() + ROUND.toNanos(), interrupted);
      List<Future<Optional<BadLinkException>>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long seed = round * (long) THREADS + i;
        LarsonThread thread = new LarsonThread(i, memory, superslab, slots, handOuts, seed);
        running.add(
            threads.submit(() -> {
              Optional<BadLinkException> badLink = thread.run(stop);
              stop.now();
              return badLink;
            }));
      }
      for (Future<Optional<BadLinkException>> thread : running) {
        result(thread).ifPresent(badLinks::add);
      }
      return badLinks.stream()
          .filter(badLink -> Finding.isMarked(badLink.link()))
          .map(badLink -> finding(badLink, memory, handOuts, round))
          .filter(Finding::isExplained)
          .findFirst();
    }
  }

  private static Finding finding(
      BadLinkException badLink,
      InBandMemory memory,
      AtomicReferenceArray<HandOut> handOuts,
      int round) {
    HandOut handOut = handOuts.get(memory.index(badLink.block()));
    return new Finding(badLink.block(), badLink.link(), handOut, round);
  }

  private static Optional<BadLinkException> result(Future<Optional<BadLinkException>> thread)
      throws InterruptedException {
    try {
      return thread.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a thread of the demonstration failed", e.getCause());
    }
  }

  /** Ends a round: in time, or as soon as one thread has found something. */
  private static final class Stop implements BooleanSupplier {

    private final long end;
    private final BooleanSupplier interrupted;
    private volatile boolean now;

    Stop(long end, BooleanSupplier interrupted) {
      this.end = end;
      this.interrupted = interrupted;
    }

    void now() {
      now = true;
    }

    @Override
    public boolean getAsBoolean() {
      return now || System.nanoTime() - end > 0 || interrupted.getAsBoolean();
    }
  }
}
