package org.hakmem.lab.shipped.lincheck;

import java.util.List;
import java.util.stream.Stream;
import org.hakmem.lab.lincheck.Script;

/** All checks of the shipped code. */
final class Checks {

  private static final int SLAB_SCHEDULES = 250;
  private static final int HEAP_SCHEDULES = 300;
  private static final int LEASE_SCHEDULES = 500;
  private static final int EXAMINED_SCHEDULES = 400;
  private static final int DOUBLE_FREE_SCHEDULES = 250;
  private static final int STRESS_RUNS = 20_000;

  private static final List<Script> FREES =
      scripts("aGiveUp | bFree | cFree", "aTake aGiveUp | bFree | cFree cFreeAnother");

  private static final List<Script> CLAIMS =
      scripts(
          "aGiveUp | bFree bClaimMailed | cFree cClaimFound",
          "aFree aGiveUp | bFree bClaimFound | cFree cFreeAnother cClaimMailed");

  private Checks() {}

  private static List<Script> scripts(String... texts) {
    return Stream.of(texts).map(Script::of).toList();
  }

  static List<NamedCheck> all() {
    return List.of(
        new LincheckCheck(
            "slab-frees",
            "Slab.freeRemote, announceRemote, release",
            SlabScenario.class,
            false,
            SLAB_SCHEDULES,
            FREES),
        new LincheckCheck(
            "slab-claims",
            "Slab.claim, post, retire; Mailbox",
            SlabScenario.class,
            false,
            SLAB_SCHEDULES,
            CLAIMS),
        new LincheckCheck(
            "slab-stress",
            "the same, by the machine's schedules",
            SlabScenario.class,
            true,
            STRESS_RUNS,
            Stream.concat(FREES.stream(), CLAIMS.stream()).toList()),
        new LincheckCheck(
            "second-free",
            "Slab.announceRemote",
            SecondFreeScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts("aRelease | bFree | cFree")),
        new LincheckCheck(
            "heaps-refill",
            "Refill and its sources",
            HeapScenario.class,
            false,
            HEAP_SCHEDULES,
            scripts(
                "aAllocate | bFree bAllocate | cFree", "aDismantle | bFree bAllocate | cAllocate")),
        new LincheckCheck(
            "heaps-adoption",
            "AdoptSource, Reclaimer",
            HeapScenario.class,
            false,
            HEAP_SCHEDULES,
            scripts("bTakeApart | cTakeApart", "bFreeOrphans bAllocate | cFreeOrphans cAllocate")),
        new LincheckCheck(
            "heaps-sweep",
            "SmallBlocks.sweep",
            SweepScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts("cSweep | bAllocate")),
        new LincheckCheck(
            "abandoned-heap",
            "HeapRegistry",
            AbandonedScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts("aHold | bHold | cHold")),
        new LincheckCheck(
            "examined-heap",
            "IdleHeaps, CurrentHeap",
            ExaminedScenario.class,
            false,
            EXAMINED_SCHEDULES,
            scripts("bUse ; bUse | cExamine", "bUse ; bUse | aExamine | cExamine")),
        new LincheckCheck(
            "stripe",
            "Stripes, Heap",
            StripeScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts("aTake | bTake | cTake")),
        new LincheckCheck(
            "double-free",
            "BlockStates, Heap, SlowPath, Batch",
            DoubleFreeScenario.class,
            false,
            DOUBLE_FREE_SCHEDULES,
            scripts(
                "aFree | bFree",
                "aFree | bFree | cFree",
                "aFree aAllocate | bFree",
                "aFree aDismantle | bFree bDismantle")),
        new LincheckCheck(
            "lease",
            "Lease, CarrierHeaps",
            LeaseScenario.class,
            false,
            LEASE_SCHEDULES,
            scripts(
                "aEnter ; aTake aTake | bEnd",
                "aEnter ; aTake aFree aTake | bEnd | cEnd",
                "aEnter aTake | bEnd")),
        new LincheckCheck(
            "generation",
            "GenerationCount",
            GenerationScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts(
                "aOpen aClose | bOpen bClose | cSeal",
                "aOpen aClose | bOpen bClose | cOpen cClose",
                "aOpen aClose aOpen aClose | bOpen bClose | cSeal cOpen")),
        new LincheckCheck(
            "chunks",
            "Chunks, Chunk",
            ChunksScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts(
                "aAllocate aAllocate | bAllocate bAllocateLarge | cClose",
                "aAllocate ; aAllocate aAllocateLarge | bAllocate | cClose")),
        new LincheckCheck(
            "free-runs",
            "FreeRuns",
            FreeRunsScenario.class,
            false,
            SLAB_SCHEDULES,
            scripts("aToggle | cToggle", "bToggle ; aToggle | bToggle")),
        new LateAccessCheck(),
        new LivingThreadCheck());
  }

  /** The check of that name. */
  static NamedCheck named(String name) {
    return all().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no check is called " + name));
  }
}
