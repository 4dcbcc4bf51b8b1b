package org.hakmem;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Threads that exchange blocks through shared slots, so that most are freed by another than
 * allocated them. Every block is full of a pattern made from its address and a counter, which is
 * checked before the block is freed.
 */
final class ContentStress {

  private static final int SLOTS = 512;
  private static final int LARGE_ONE_IN = 256;
  private static final int MEDIUM_ONE_IN = 16;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  /** A block and what it must hold. */
  record Held(long address, long size, long counter) {}

  private final Hakmem hakmem;
  private final AtomicReferenceArray<Held> slots = new AtomicReferenceArray<>(SLOTS);
  private final AtomicLong counter = new AtomicLong();
  private final AtomicInteger spoilt = new AtomicInteger();

  ContentStress(Hakmem hakmem) {
    this.hakmem = hakmem;
  }

  /** Exchanges {@code count} blocks, in the calling thread. */
  void exchange(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      free(slots.getAndSet(random.nextInt(SLOTS), make(sizeOf(random))));
    }
  }

  private static long sizeOf(SplittableRandom random) {
    if (random.nextInt(LARGE_ONE_IN) == 0) {
      return random.nextInt(1 << 20);
    }
    return random.nextInt(random.nextInt(MEDIUM_ONE_IN) == 0 ? 1 << 14 : 1 << 10);
  }

  Held make(long size) {
    Held held = new Held(hakmem.malloc(size), size, counter.incrementAndGet());
    MemorySegment segment = hakmem.engine().segment(held.address(), size);
    for (long at = 0; at + Long.BYTES <= size; at += Long.BYTES) {
      segment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, expected(held, at));
    }
    return held;
  }

  private static long expected(Held held, long at) {
    return (held.address() + at) * MIX ^ held.counter();
  }

  void free(Held held) {
    if (held == null) {
      return;
    }
    MemorySegment segment = hakmem.engine().segment(held.address(), held.size());
    for (long at = 0; at + Long.BYTES <= held.size(); at += Long.BYTES) {
      if (segment.get(ValueLayout.JAVA_LONG_UNALIGNED, at) != expected(held, at)) {
        spoilt.incrementAndGet();
        break;
      }
    }
    hakmem.free(held.address());
  }

  /** Verifies and frees what is in the slots. */
  void clear() {
    for (int i = 0; i < SLOTS; i++) {
      free(slots.getAndSet(i, null));
    }
  }

  /** Blocks whose contents were not what they had to be. */
  int spoilt() {
    return spoilt.get();
  }
}
