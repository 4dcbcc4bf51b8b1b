package org.hakmem.fault;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;

/** Every public operation, in each way that it may go. */
final class Operations {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final int MANY = 300;

  /**
   * Operations of which the last step can't be undone, and needs an object: they hold a reserve of
   * Java heap for it, which is of no use where no allocation ever succeeds.
   */
  static final String RESERVES = "reallocate";

  static final String MANY_CALLS = "many ";

  private static final Consumer<Subject> NOTHING = subject -> {};

  private Operations() {}

  static List<Operation> all() {
    return all(Long.MAX_VALUE);
  }

  /** Those on blocks of up to {@code maxBytes}. */
  static List<Operation> all(long maxBytes) {
    List<Operation> all = new ArrayList<>();
    long[] sizes = {1, 64, 3000, 40 * KIB, 900 * KIB, 2 * MIB, 5 * MIB, 40 * MIB};
    for (long bytes : upTo(maxBytes, sizes)) {
      all.add(new Operation("malloc " + bytes, NOTHING, s -> s.got(s.hakmem.malloc(bytes), bytes)));
      all.add(new Operation("calloc " + bytes, NOTHING, s -> s.got(s.hakmem.calloc(bytes), bytes)));
      all.add(
          new Operation(
              "calloc again " + bytes,
              s -> s.hakmem.free(s.hakmem.malloc(bytes)),
              s -> s.got(s.hakmem.calloc(bytes), bytes)));
      all.add(new Operation("allocate " + bytes, NOTHING, s -> segment(s, bytes)));
      all.add(new Operation("free " + bytes, s -> s.have(bytes + 7), s -> s.free(s.blocks.get(0))));
      all.add(
          new Operation(
              "free by another " + bytes,
              s -> inAnother(() -> s.have(bytes + 7)),
              s -> s.free(s.blocks.get(0))));
    }
    for (long alignment : new long[] {64, 4 * KIB, MIB, 4 * MIB}) {
      all.add(
          new Operation(
              "malloc aligned " + alignment,
              NOTHING,
              s -> s.got(s.hakmem.malloc(100, alignment), 100)));
    }
    resizes(all, maxBytes);
    many(all);
    arenas(all, upTo(maxBytes, 1, 5000, 100_000, 2 * MIB, 40 * MIB));
    rest(all);
    return all;
  }

  private static long[] upTo(long maxBytes, long... sizes) {
    return LongStream.of(sizes).filter(bytes -> bytes <= maxBytes).toArray();
  }

  private static void segment(Subject subject, long bytes) {
    MemorySegment segment = subject.hakmem.allocate(bytes, 64);
    subject.got(segment.address(), bytes);
  }

  private static void resizes(List<Operation> all, long maxBytes) {
    long[][] pairs = {
      {64, 500},
      {500, 64},
      {64, 2 * MIB},
      {2 * MIB, 64},
      {2 * MIB, 2 * MIB - 1},
      {1100 * KIB, 1500 * KIB},
      {1500 * KIB, 1100 * KIB},
      {6 * MIB, 3 * MIB},
      {3 * MIB, 40 * MIB},
      {40 * MIB, 80 * MIB},
      {80 * MIB, 40 * MIB},
      {40 * MIB, 3 * MIB},
      {40 * MIB, 64}
    };
    for (long[] pair : pairs) {
      if (Math.max(pair[0], pair[1]) > maxBytes) {
        continue;
      }
      String name = pair[0] + " to " + pair[1];
      all.add(
          new Operation(
              "realloc " + name, s -> s.have(pair[0]), s -> s.resize(s.blocks.get(0), pair[1])));
      all.add(
          new Operation(
              RESERVES + " " + name,
              s -> s.have(pair[0]),
              s -> {
                long from = s.blocks.get(0);
                MemorySegment segment = MemorySegment.ofAddress(from);
                s.moved(from, s.hakmem.reallocate(segment, pair[1]).address(), pair[1]);
              }));
    }
  }

  private static void many(List<Operation> all) {
    for (int bytes : new int[] {16, 64, 3000, 20_000}) {
      all.add(
          new Operation(
              MANY_CALLS + "mallocs " + bytes,
              NOTHING,
              s -> {
                for (int i = 0; i < MANY; i++) {
                  s.got(s.hakmem.malloc(bytes), bytes);
                }
              }));
      Consumer<Subject> frees =
          s -> {
            for (long block : List.copyOf(s.blocks)) {
              s.free(block);
            }
          };
      Consumer<Subject> have =
          s -> {
            for (int i = 0; i < MANY; i++) {
              s.have(bytes);
            }
          };
      all.add(new Operation(MANY_CALLS + "frees " + bytes, have, frees));
      all.add(
          new Operation(
              MANY_CALLS + "frees by another " + bytes,
              s -> inAnother(() -> have.accept(s)),
              frees));
      all.add(
          new Operation(
              MANY_CALLS + "mallocs and frees on a virtual thread " + bytes,
              have,
              s -> onAVirtualThread(() -> replaceAll(s, bytes))));
    }
  }

  private static void arenas(List<Operation> all, long[] sizes) {
    List<Function<Hakmem, HakmemArena>> kinds =
        List.of(Hakmem::newConfinedArena, Hakmem::newSharedArena, Hakmem::newBatchedArena);
    for (int kind = 0; kind < kinds.size(); kind++) {
      Function<Hakmem, HakmemArena> opens = kinds.get(kind);
      String name = "arena " + List.of("confined", "shared", "batched").get(kind);
      all.add(new Operation(name + " open", NOTHING, s -> s.open(opens.apply(s.hakmem))));
      all.add(
          new Operation(
              name + " allocate",
              s -> s.open(opens.apply(s.hakmem)).allocate(8),
              s -> {
                HakmemArena arena = s.lastArena();
                for (long bytes : sizes) {
                  arena.allocate(bytes, 8);
                }
              }));
      all.add(
          new Operation(
              name + " close",
              s -> {
                HakmemArena arena = s.open(opens.apply(s.hakmem));
                for (long bytes : sizes) {
                  arena.allocate(bytes, 8);
                }
              },
              s -> s.lastArena().close()));
    }
  }

  private static void rest(List<Operation> all) {
    all.add(
        new Operation(
            "trim",
            s -> {
              for (int i = 0; i < MANY; i++) {
                s.have(64);
                s.hakmem.free(s.hakmem.malloc(40 * i));
              }
              s.hakmem.free(s.hakmem.malloc(5 * MIB));
              inAnother(() -> s.hakmem.free(s.hakmem.malloc(100)));
              s.open(s.hakmem.newBatchedArena()).allocate(100);
              s.lastArena().close();
            },
            s -> s.hakmem.trim()));
    all.add(new Operation("stats", s -> s.have(64), s -> Allocators.stats(s.hakmem)));
    all.add(
        new Operation("usableSize", s -> s.have(64), s -> s.hakmem.usableSize(s.blocks.get(0))));
    all.add(new Operation("create", Subject::makeMemory, Subject::createAnother));
    all.add(
        new Operation(
            "close",
            s -> {
              s.makeMemory();
              s.createAnother();
            },
            Subject::closeAnother));
  }

  private static void replaceAll(Subject subject, long bytes) {
    for (long block : List.copyOf(subject.blocks)) {
      subject.free(block);
      subject.got(subject.hakmem.malloc(bytes), bytes);
    }
  }

  /** What is injected is injected there. */
  private static void onAVirtualThread(Runnable action) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .uncaughtExceptionHandler((_, failure) -> thrown.set(failure))
            .unstarted(() -> {
              Thread before = HeapFault.takeOver();
              try {
                action.run();
              } finally {
                HeapFault.giveBack(before);
              }
            });
    startAndJoin(thread);
    if (thrown.get() instanceof OutOfMemoryError e) {
      throw e;
    }
    if (thrown.get() != null) {
      throw new IllegalStateException(thrown.get());
    }
  }

  private static void inAnother(Runnable action) {
    startAndJoin(new Thread(action));
  }

  private static void startAndJoin(Thread thread) {
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
