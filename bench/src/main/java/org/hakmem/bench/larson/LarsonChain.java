package org.hakmem.bench.larson;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One chain of threads. Each replaces random blocks of the chain's slots, starts its successor
 * after so many and ends.
 *
 * <p>Only one thread at a time touches a chain's plain state: the main thread until {@link
 * #start()}, then the chain's current thread, and after the last one has ended ({@link #awaitEnd})
 * the main thread again. {@link Thread#start()} and {@link Thread#join()} hand it over. Only {@link
 * #operations()} and {@link #generations()} are for any thread.
 */
final class LarsonChain {

  /** A batch moves about so many bytes at most, so that a stop request is soon seen. */
  private static final int BATCH_BYTES = 1 << 20;

  private static final int LARGEST_BATCH = 256;

  /** Blocks at least this large are aligned to as many bytes. */
  private static final int ALIGNMENT = 16;

  private final int number;
  private final LarsonParameters parameters;
  private final Blocks blocks;
  private final Findings findings;
  private final StopSignal stop;
  private final Slots slots;
  private final FastRandom random;
  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong generations = new AtomicLong();
  private int counter;

  /** The latest thread, started; {@code null} before the first. Guarded by this. */
  private @Nullable Thread thread;

  LarsonChain(
      int number, LarsonParameters parameters, Blocks blocks, Findings findings, StopSignal stop) {
    this.number = number;
    this.parameters = parameters;
    this.blocks = blocks;
    this.findings = findings;
    this.stop = stop;
    slots = new Slots(parameters.slots());
    random = new FastRandom(new FastRandom(parameters.seed() + number).next());
    // Chains count from different numbers, or their contents would be alike.
    counter = (int) random.next();
  }

  Slots slots() {
    return slots;
  }

  /** Blocks replaced so far, up to the last whole batch. */
  long operations() {
    return operations.getAcquire(); // pairs with the release in replaceUntilSuccession
  }

  /** Threads started so far. */
  long generations() {
    return generations.getAcquire(); // pairs with the release in start()
  }

  /** Gives a slot its first block. */
  void fill(int slot) {
    allocate(slot, random.next());
  }

  /** Starts a thread that goes on with this chain; the caller no longer touches the plain state. */
  synchronized void start() {
    long generation = generations.getPlain();
    Thread next =
        Thread.ofPlatform()
            .name("larson-" + number + "." + generation)
            .daemon() // one that hangs must not keep the program from ending
            .unstarted(this::run);
    generations.setRelease(generation + 1); // only the chain's current thread gets here
    next.start();
    thread = next; // under the lock: a successor's own successor can't be overwritten
  }

  /**
   * Waits for the chain's last thread to end.
   *
   * @param deadline when to give up, by {@link System#nanoTime()}
   * @return the thread that still runs at the deadline, or {@code null} if none does
   */
  @Nullable Thread awaitEnd(long deadline) {
    Thread ended = null;
    for (Thread current = thread(); current != ended; current = thread()) {
      if (current == null || !joined(current, deadline)) {
        return current;
      }
      ended = current; // whatever it started, it started before it ended
    }
    return null;
  }

  /**
   * Verifies and frees whatever the slots hold; a block that can't be freed is reported, and the
   * rest freed.
   */
  void freeAll() {
    for (int slot = 0; slot < slots.count(); slot++) {
      if (slots.address(slot) != 0) {
        try {
          release(slot);
        } catch (RuntimeException | Error thrown) {
          findings.add(new Failure(Thread.currentThread().getName(), thrown));
        }
      }
    }
  }

  private synchronized @Nullable Thread thread() {
    return thread;
  }

  /**
   * Whether a thread has ended, at the latest when the deadline passes; an interrupt is kept for
   * later.
   */
  private static boolean joined(Thread thread, long deadline) {
    boolean interrupted = false;
    long left = deadline - System.nanoTime();
    while (left > 0 && thread.isAlive()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    try {
      if (replaceUntilSuccession()) {
        start();
      }
    } catch (Throwable thrown) {
      findings.add(new Failure(Thread.currentThread().getName(), thrown));
      stop.give();
    }
  }

  /** Returns true when the successor is due, false when the run is to stop. */
  private boolean replaceUntilSuccession() {
    long left = parameters.replacementsPerThread();
    int batch = Math.clamp(BATCH_BYTES / parameters.max(), 1, LARGEST_BATCH);
    while (left > 0 && !stop.given()) {
      int count = (int) Math.min(batch, left);
      replace(count);
      left -= count;
      operations.setRelease(operations.getPlain() + count); // only the current thread writes it
    }
    return left == 0 && !stop.given();
  }

  private void replace(int count) {
    int slotCount = parameters.slots();
    for (int i = 0; i < count; i++) {
      long choice = random.next();
      int slot = FastRandom.upperBelow(choice, slotCount);
      release(slot);
      allocate(slot, choice);
    }
  }

  private void release(int slot) {
    long address = slots.address(slot);
    long ticket = slots.ticket(slot);
    if (!BlockContents.matches(address, ticket)) {
      findings.add(BlockContents.corruption(address, ticket));
    }
    slots.clear(slot);
    blocks.free(address);
  }

  private void allocate(int slot, long choice) {
    int size =
        parameters.min() + FastRandom.lowerBelow(choice, parameters.max() - parameters.min());
    long address = blocks.malloc(size);
    if (address == 0 || (size >= ALIGNMENT && address % ALIGNMENT != 0)) {
      throw new IllegalStateException(
          "malloc(" + size + ") gave the address 0x" + Long.toHexString(address));
    }
    long ticket = Ticket.of(size, counter++);
    BlockContents.write(address, ticket);
    slots.hold(slot, address, ticket);
  }
}
