package org.hakmem.lab.shipped.jcstress;

import java.util.List;
import org.hakmem.lab.shipped.mutants.Edit;

/**
 * An ordering that the protocol relies on: the test of it, and how the shipped classes are weakened
 * for its twin.
 *
 * @param name of the exhibit; the twin's has "twin" behind it
 * @param test class of the test
 * @param what the ordering, in a few words
 * @param weakened what is weakened, and why that shows here
 * @param edits the weakening
 */
record Ordering(String name, Class<?> test, String what, String weakened, List<Edit> edits) {

  /**
   * Two store-then-load pairs are weakened to plain writes, the third by leaving out the fence of
   * all threads: a store that waits in the buffer while a later load goes ahead is seen on x86 as
   * on all others. So is a store between the load and the store that a compare-and-set was.
   *
   * <p>A release that is weakened to a plain write can't be seen on x86, whose stores stay in
   * order, nor relied upon to be seen elsewhere. So the other three are put out of order as a
   * weaker machine might do it, in the program: that shows that the test sees it when it happens.
   */
  static List<Ordering> all() {
    return List.of(
        new Ordering(
            "order-release-free",
            ReleaseAgainstFree.class,
            "summary re-check",
            "the owner is written plainly",
            List.of(
                new Edit(
                    "org.hakmem.internal.slab.Slab",
                    "OWNER.setVolatile(this, Owner.FULL);",
                    "OWNER.set(this, Owner.FULL);"))),
        new Ordering(
            "order-free-drain",
            FreeAgainstDrain.class,
            "remote free, then drain",
            "the word is written plainly",
            List.of(
                new Edit(
                    "org.hakmem.internal.slab.RemoteSet",
                    "return (long) WORDS.getAndBitwiseOr(words, word, blocks) & blocks;",
                    "long old = words[word]; words[word] = old | blocks; return old & blocks;"))),
        new Ordering(
            "order-pass-examine",
            PassAgainstExamine.class,
            "a lease's end",
            "threads are not fenced",
            List.of(
                new Edit(
                    "org.hakmem.internal.memory.ThreadFence",
                    "return ready && Libc.systemCall(MEMBARRIER, PRIVATE_EXPEDITED) == 0;",
                    "return ready;"))),
        new Ordering(
            "order-use-mark",
            UseAgainstMark.class,
            "a mark on a heap in use",
            "marked by a plain write",
            List.of(
                new Edit(
                    "org.hakmem.internal.heap.Watchable",
                    "LAST_WORD.compareAndSet(this, word, word ^ MARK);",
                    "LAST_WORD.set(this, word ^ MARK);"))),
        new Ordering(
            "order-post-claim",
            PostThenClaim.class,
            "release, then claim",
            "posted before the drain",
            List.of(
                new Edit(
                    "org.hakmem.internal.heap.SmallBlocks",
                    "void giveUp(Heap heap, Slab slab) { drain(heap, slab);",
                    "void giveUp(Heap heap, Slab slab) { if (slab.hasRemote()) {"
                        + " slab.post(heap.id()); drain(heap, slab); return; }"))),
        new Ordering(
            "order-end-hold",
            EndThenHold.class,
            "heap hand-over by isAlive",
            "held before the thread ends",
            List.of(
                new Edit(
                    "org.hakmem.internal.heap.ThreadRef",
                    "collected : !thread.isAlive();",
                    "collected : true;"))),
        new Ordering(
            "order-leave-enter",
            LeaveThenEnter.class,
            "hand-over of stripes",
            "entered without the CAS",
            List.of(
                new Edit(
                    "org.hakmem.internal.heap.Holdable",
                    "return HeapState.who(now) == HeapState.UNATTACHED && casState(now,"
                        + " HeapState.HELD);",
                    "if (HeapState.who(now) != HeapState.UNATTACHED) { return false; }"
                        + " setStateRelease(HeapState.HELD); return true;"))));
  }
}
