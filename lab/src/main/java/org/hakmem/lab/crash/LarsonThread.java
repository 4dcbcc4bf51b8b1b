package org.hakmem.lab.crash;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Larson's inner loop on the unsafe allocator: takes a random slot, frees the block in it, puts a
 * new one there, and writes two bytes into that. All threads share the slots, which stands for the
 * hand-over from thread to thread in Larson's program: about half of the frees are remote.
 */
final class LarsonThread {

  private final int own;
  private final InBandMemory memory;
  private final UnsafeSuperslab superslab;
  private final AtomicLongArray slots;
  private final AtomicReferenceArray<HandOut> handOuts;
  private final RandomGenerator random;
  private long number;

  LarsonThread(
      int own,
      InBandMemory memory,
      UnsafeSuperslab superslab,
      AtomicLongArray slots,
      AtomicReferenceArray<HandOut> handOuts,
      long seed) {
    this.own = own;
    this.memory = memory;
    this.superslab = superslab;
    this.slots = slots;
    this.handOuts = handOuts;
    random = new Random(seed);
  }

  /** Runs until it is told to stop, or a list leads to something that is no block. */
  Optional<BadLinkException> run(BooleanSupplier stop) {
    try {
      while (!stop.getAsBoolean()) {
        replace(random.nextInt(slots.length()));
      }
      return Optional.empty();
    } catch (BadLinkException e) {
      return Optional.of(e);
    }
  }

  private void replace(int slot) throws BadLinkException {
    long old = slots.getAndSet(slot, InBandMemory.NULL);
    if (old != InBandMemory.NULL) {
      superslab.free(own, old);
    }
    long block = superslab.malloc(own);
    if (block != InBandMemory.NULL) {
      handOuts.set(memory.index(block), new HandOut(own, ++number, memory.word(block)));
      memory.writeAsLarsonDoes(block);
      long other = slots.getAndSet(slot, block);
      if (other != InBandMemory.NULL) {
        superslab.free(own, other);
      }
    }
  }
}
