package org.hakmem.lab.shipped.mutants;

import java.util.List;

/**
 * All mutants.
 *
 * <p>Posting on every free loses no block, as the compare-and-set on the owner lets one poster
 * through; but a slab that its releaser would have posted is posted by a later free, against the
 * edge that {@code Owner} documents.
 */
public final class Mutants {

  private static final String SLAB = "org.hakmem.internal.slab.Slab";
  private static final String MAILABLE = "org.hakmem.internal.slab.Mailable";
  private static final String REMOTE_SET = "org.hakmem.internal.slab.RemoteSet";
  private static final String FREE_SET = "org.hakmem.internal.slab.FreeSet";
  private static final String SMALL_BLOCKS = "org.hakmem.internal.heap.SmallBlocks";
  private static final String REFILL = "org.hakmem.internal.heap.Refill";
  private static final String REGISTRY = "org.hakmem.internal.heap.HeapRegistry";
  private static final String HOLDABLE = "org.hakmem.internal.heap.Holdable";
  private static final String IDLE_HEAPS = "org.hakmem.internal.heap.IdleHeaps";
  private static final String CURRENT_HEAP = "org.hakmem.internal.heap.CurrentHeap";
  private static final String THREAD_REF = "org.hakmem.internal.heap.ThreadRef";
  private static final String RECLAIMER = "org.hakmem.internal.heap.Reclaimer";
  private static final String LEASE = "org.hakmem.internal.heap.Lease";
  private static final String CARRIER_HEAPS = "org.hakmem.internal.heap.CarrierHeaps";

  private static final String BYTE_MAP = "org.hakmem.internal.memory.ByteMap";

  private static final String FREE_RUNS = "org.hakmem.internal.superslab.FreeRuns";

  private static final String GENERATION_STATE = "org.hakmem.internal.arena.GenerationState";
  private static final String GENERATION_COUNT = "org.hakmem.internal.arena.GenerationCount";
  private static final String CHUNKS = "org.hakmem.internal.arena.Chunks";
  private static final String CHUNK = "org.hakmem.internal.arena.Chunk";
  private static final String ARENA_MEMORY = "org.hakmem.internal.arena.ArenaMemory";

  private Mutants() {}

  /** In the order of the table. */
  public static List<Mutant> all() {
    return List.of(
        new Mutant(
            "claim-result-ignored",
            "slab-claims",
            List.of(
                new Edit(SMALL_BLOCKS, "CLAIMS_LOST); return won;", "CLAIMS_LOST); return true;"))),
        new Mutant(
            "drain-without-claim",
            "heaps-refill",
            List.of(new Edit(REFILL, "shared.claim(heap, slab) && install(", "install("))),
        new Mutant(
            "no-recheck-after-release",
            "slab-frees",
            List.of(
                new Edit(
                    SLAB,
                    "return remote.summaryVolatile() != 0 && casOwner(Owner.FULL, Owner.POSTED);",
                    "return false;"))),
        new Mutant(
            "post-on-every-free",
            "second-free",
            List.of(
                new Edit(
                    SLAB,
                    "return remote.announce(word) &&",
                    "return (remote.announce(word) | true) &&"))),
        new Mutant(
            "post-never",
            "slab-frees",
            List.of(
                new Edit(
                    SLAB,
                    "== Owner.FULL && casOwner(Owner.FULL, Owner.POSTED);",
                    "== Owner.POSTED && casOwner(Owner.FULL, Owner.POSTED);"))),
        new Mutant(
            "summary-taken-after-words",
            "slab-frees",
            List.of(
                new Edit(
                    SLAB, "words = remote.takeSummary();", "words = remote.summaryVolatile();"),
                new Edit(SLAB, "return twice;", "remote.takeSummary(); return twice;"))),
        new Mutant(
            "plain-or",
            "slab-frees",
            List.of(
                new Edit(
                    REMOTE_SET,
                    "return (long) WORDS.getAndBitwiseOr(words, word, blocks) & blocks;",
                    "long old = words[word]; words[word] = old | blocks; return old & blocks;"))),
        new Mutant(
            "heap-id-reused",
            "heaps-refill",
            List.of(new Edit(REGISTRY, "nextId.getAndIncrement()", "nextId.get()"))),
        new Mutant(
            "adoption-without-cas",
            "abandoned-heap",
            List.of(
                new Edit(
                    REGISTRY,
                    "default -> heap.thread().hasEnded() && heap.casState(state, HeapState.HELD);",
                    "default -> { boolean ended = heap.thread().hasEnded();"
                        + " if (ended) { heap.setStateRelease(HeapState.HELD); } yield ended; }"))),
        new Mutant(
            "stripe-entered-without-cas",
            "stripe",
            List.of(
                new Edit(
                    HOLDABLE,
                    "HeapState.UNATTACHED && casState(now, HeapState.HELD);",
                    "HeapState.UNATTACHED && casState(stateVolatile(), HeapState.HELD);"))),
        new Mutant(
            "heap-let-go-before-it-is-empty",
            "heaps-adoption",
            List.of(
                new Edit(
                    RECLAIMER,
                    "slowPath.dismantle(heap); } finally { heap.letGo(); }",
                    "heap.letGo(); } finally { slowPath.dismantle(heap); }"))),
        new Mutant(
            "slab-given-up-before-it-is-swept",
            "heaps-sweep",
            List.of(
                new Edit(
                    SMALL_BLOCKS,
                    "if (!slab.isEmpty()) { slab.sweep(now, os.pageBytes(), purge); }"
                        + " giveUp(heap, slab);",
                    "giveUp(heap, slab); slab.sweep(now, os.pageBytes(), purge);"))),
        new Mutant(
            "count-off",
            "slab-frees",
            List.of(
                new Edit(
                    FREE_SET,
                    "void add(int word, long blocks, int added) {",
                    "void add(int word, long blocks, int all) { int added = all & 1;"))),
        new Mutant(
            "death-by-timeout",
            "living-thread",
            List.of(
                new Edit(
                    THREAD_REF,
                    "private volatile boolean collected;",
                    "private volatile boolean collected;"
                        + " private final long since = System.nanoTime();"),
                new Edit(
                    THREAD_REF,
                    "collected : !thread.isAlive();",
                    "collected : System.nanoTime() - since > 1_000_000;"))),
        new Mutant(
            "entry-not-withdrawn",
            "examined-heap",
            List.of(new Edit(IDLE_HEAPS, "current.withdraw(thread, heap);", ""))),
        new Mutant(
            "examined-heap-kept-without-cas",
            "examined-heap",
            List.of(
                new Edit(
                    CURRENT_HEAP,
                    "who == HeapState.ATTACHED || heap.casState(state, HeapState.ATTACHED)",
                    "who == HeapState.ATTACHED || who == HeapState.EXAMINED"))),
        new Mutant(
            "handed-out-without-a-look-at-the-tag",
            "double-free",
            List.of(
                new Edit(
                    BYTE_MAP,
                    "if (get(index) != expected) { return false; } put(index, value);",
                    "put(index, value);"))),
        new Mutant(
            "lease-made-from-outside",
            "lease",
            List.of(new Edit(LEASE, "private int inside = WORKING;", "private int inside;"))),
        new Mutant(
            "lease-ended-with-someone-inside",
            "lease",
            List.of(
                new Edit(
                    CARRIER_HEAPS,
                    "outside = os().fenceThreads() && lease.isOutside();",
                    "outside = os().fenceThreads();"))),
        new Mutant(
            "lease-entered-though-it-is-examined",
            "lease",
            List.of(
                new Edit(
                    LEASE,
                    "if ((int) STATE.getAcquire(this) == CURRENT) { return true; }",
                    "if ((int) STATE.getAcquire(this) != ENDED) { return true; }"))),
        new Mutant(
            "mailed-without-a-mark",
            "slab-claims",
            List.of(
                new Edit(
                    MAILABLE, "return (int) MAILED.getAndSet(this, 1) == 0;", "return true;"))),
        new Mutant(
            "memory-freed-at-the-arenas-close",
            "generation",
            List.of(
                new Edit(
                    GENERATION_STATE,
                    "return isSealed(state) && open(state) == 0;",
                    "return isSealed(state);"))),
        new Mutant(
            "arena-opened-after-the-seal",
            "generation",
            List.of(
                new Edit(
                    GENERATION_COUNT,
                    "if (GenerationState.isSealed(before)) { return REFUSED; }"
                        + " long after = GenerationState.withOneMore(",
                    "long after = GenerationState.withOneMore("))),
        new Mutant(
            "closes-counted-without-cas",
            "generation",
            List.of(
                new Edit(
                    GENERATION_COUNT,
                    "return (long) STATE.getAndAdd(this, change) + change;",
                    "return state += change;"))),
        new Mutant(
            "chunk-added-after-the-release",
            "chunks",
            List.of(
                new Edit(
                    CHUNKS,
                    "if (top == Chunk.RELEASED) { blocks.free(made.address());"
                        + " throw new IllegalStateException(\"Already closed\"); }",
                    ""))),
        new Mutant(
            "room-taken-without-cas",
            "chunks",
            List.of(
                new Edit(
                    CHUNK,
                    "if (NEXT.compareAndSet(this, from, to + room)) { return to; }",
                    "next = to + room; return to;"))),
        new Mutant(
            "superslab-not-read-again",
            "free-runs",
            List.of(
                new Edit(
                    FREE_RUNS,
                    "while (written != superslab.longestFreeRun());",
                    "while (false);"))),
        new Mutant(
            "word-not-read-again",
            "free-runs",
            List.of(
                new Edit(FREE_RUNS, "while (written != max(words.get(word)));", "while (false);"))),
        new Mutant(
            "memory-freed-before-the-handshake",
            "late-access",
            List.of(
                new Edit(ARENA_MEMORY, "arena.close(); return null;", "release(); return null;"))));
  }
}
