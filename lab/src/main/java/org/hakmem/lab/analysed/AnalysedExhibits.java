package org.hakmem.lab.analysed;

import static org.hakmem.lab.Verdict.CAUGHT;
import static org.hakmem.lab.Verdict.HOLDS;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.Verdict;
import org.hakmem.lab.analysed.AlternativeScenarios.AnyonePops;
import org.hakmem.lab.analysed.AlternativeScenarios.CasFreeList;
import org.hakmem.lab.analysed.AlternativeScenarios.OwnerPops;
import org.hakmem.lab.analysed.AlternativeScenarios.OwnershipTransfer;
import org.hakmem.lab.analysed.AlternativeScenarios.VersionedFreeList;
import org.hakmem.lab.lincheck.Script;

/** The rows on the analysed protocol. */
public final class AnalysedExhibits {

  private final List<Exhibit> rows = new ArrayList<>();
  private String section = "";

  private AnalysedExhibits() {}

  /** All of them, in the order of the table. */
  public static List<Exhibit> all() {
    AnalysedExhibits exhibits = new AnalysedExhibits();
    exhibits.callSites();
    exhibits.claims();
    exhibits.optionsAAndB();
    exhibits.optionC();
    exhibits.counts();
    exhibits.alternatives();
    return exhibits.rows;
  }

  private void callSites() {
    section = "The analysed protocol: places that drain without owning";
    row(
        "fix-1",
        "2.1 superslab_refill",
        CAUGHT,
        CallSiteScenarios.RefillDrainsAll.class,
        "aMalloc | bRefill");
    row(
        "fix-2",
        "2.1 hak_tiny_alloc_superslab",
        CAUGHT,
        CallSiteScenarios.AllocDrainsAll.class,
        "aMalloc | bMalloc");
    row(
        "sticky-ring",
        "2.1 tiny_refill.h:47",
        CAUGHT,
        CallSiteScenarios.StickyRing.class,
        "aFree | bSticky bMalloc");
    row(
        "hot-slot",
        "2.1 tiny_refill.h:65",
        CAUGHT,
        CallSiteScenarios.HotSlot.class,
        "aFree | bHot bMalloc");
    row(
        "bench",
        "2.1 tiny_refill.h:80",
        CAUGHT,
        CallSiteScenarios.Bench.class,
        "aFree | bBench bMalloc");
    row(
        "mmap-gate-sweep",
        "2.1 tiny_mmap_gate.h:57",
        CAUGHT,
        CallSiteScenarios.GateSweep.class,
        "aFree | bSweep bMalloc");
    row(
        "light-drain",
        "2.1 ss_remote_drain_light",
        CAUGHT,
        CallSiteScenarios.LightDrain.class,
        "aMalloc | bBackground");
    row(
        "legacy-drain",
        "2.1 hakmem_tiny.c:652",
        CAUGHT,
        CallSiteScenarios.LegacyDrain.class,
        "aMalloc | bDrain");
    row(
        "two-drains",
        "1.2 timelines 1 and 2",
        HOLDS,
        CallSiteScenarios.TwoDrains.class,
        "bDrain | cDrain");
    row(
        "two-drains-and-a-free",
        "1.2 what they leave out",
        CAUGHT,
        CallSiteScenarios.TwoDrainsAndAFree.class,
        "bDrain | cFree cDrain");
  }

  private void claims() {
    section = "The analysed protocol: what the claim is worth";
    row(
        "fix-3-as-written",
        "3.1 result ignored",
        CAUGHT,
        ClaimScenarios.ResultIgnored.class,
        "aMalloc | bMailbox bMalloc");
    row(
        "fix-3-bound-first",
        "3.1 bind before claim",
        CAUGHT,
        ClaimScenarios.BoundFirst.class,
        "aMalloc | bMailbox bMalloc");
    row(
        "fix-3-plain-store",
        "3.1 \"sets owner_tid\"",
        CAUGHT,
        ClaimScenarios.PlainStore.class,
        "aMalloc | bMailbox bMalloc");
    row(
        "fix-3-checked",
        "3.1 made good",
        HOLDS,
        ClaimScenarios.ResultChecked.class,
        "aMalloc | bMailbox bMalloc",
        "aMalloc aFree | bMailbox bMalloc",
        "aMalloc aRelease aFree | bMailbox bMalloc bFree");
    row(
        "adopt-as-written",
        "2.3 superslab_refill:592",
        CAUGHT,
        ClaimScenarios.AdoptAsWritten.class,
        "bAdopt bMalloc | cMailbox cMalloc");
    row(
        "adopt-checked",
        "2.3 made good",
        HOLDS,
        ClaimScenarios.AdoptChecked.class,
        "bAdopt bMalloc | cMailbox cMalloc",
        "bAdopt bMalloc bFree | cMailbox cMalloc cFree");
  }

  private void optionsAAndB() {
    section = "The analysed protocol: the options";
    row("option-a", "5.1", CAUGHT, OptionScenarios.OptionA.class, "bSticky bMalloc | cHot cMalloc");
    row(
        "option-b-window",
        "5.2 owner changes in between",
        CAUGHT,
        OptionScenarios.OptionBWindow.class,
        "aRefill | bAdopt bMalloc");
    row(
        "option-b-kept",
        "5.2 only the owner gives up",
        HOLDS,
        OptionScenarios.OptionBKept.class,
        "aRefill aMalloc | bMailbox bMalloc",
        "aRefill aRelease | bMailbox bMalloc");
  }

  private void optionC() {
    row(
        "option-c-as-written",
        "5.3",
        CAUGHT,
        OptionScenarios.OptionC.class,
        "bSticky bMalloc | cHot cMalloc");
    row(
        "option-c-checked",
        "5.3 made good",
        HOLDS,
        OptionScenarios.OptionCChecked.class,
        "bSticky bMalloc | cHot cMalloc",
        "bSticky bMalloc bFree | cHot cMalloc cFree",
        "bSticky bMalloc bRelease bFree | cHot cMalloc");
    row(
        "option-c-with-fix-2",
        "5.3 without 5.1",
        CAUGHT,
        OptionScenarios.OptionCWithFix2.class,
        "bSticky bMalloc | cMallocDrainingAll");
    row(
        "options-a-and-c-as-written",
        "5.4 the recommendation",
        CAUGHT,
        OptionScenarios.OptionsAAndC.class,
        "bMailbox bMalloc | cSticky cMalloc");
    row(
        "options-a-and-c-checked",
        "5.4 made good",
        HOLDS,
        OptionScenarios.AllChecked.class,
        "bMailbox bMalloc | cHot cMalloc",
        "bMailbox bMalloc bRelease | cMailbox cHot cMalloc",
        "bSticky bMalloc bRelease bFree | cHot cMalloc cFree",
        "aMailbox aMalloc | bSticky bMalloc | cHot cMalloc");
    row(
        "ownership-assertion",
        "6.2 (1)",
        CAUGHT,
        OptionScenarios.OwnershipAssertion.class,
        "bDrain | cMailbox cMalloc");
  }

  private void counts() {
    section = "The analysed protocol: the remote count";
    row(
        "remote-count-lost-increment",
        "1.1 plain store of 0",
        CAUGHT,
        CountScenarios.LostIncrement.class,
        "aDrain | bFree");
    row(
        "remote-count-left-over",
        "1.1 plain store of 0",
        CAUGHT,
        CountScenarios.LeftOver.class,
        "aDrain | bFree");
    row(
        "remote-count-subtraction",
        "1.1 made good",
        HOLDS,
        CountScenarios.Subtraction.class,
        "aDrain | bFree",
        "aDrain aDrain | bFree");
  }

  private void alternatives() {
    section = "The analysed protocol: the alternatives";
    row(
        "cas-free-list",
        "6.2 (3) CAS-based updates",
        CAUGHT,
        CasFreeList.class,
        "bMalloc | cMalloc cMalloc cFree");
    row(
        "cas-free-list-versioned",
        "6.2 (3) made good",
        HOLDS,
        VersionedFreeList.class,
        "bMalloc | cMalloc cMalloc cFree");
    row(
        "remote-pop-by-anyone",
        "6.2 (3) CAS-pop directly",
        CAUGHT,
        AnyonePops.class,
        "bMalloc | cMalloc cMalloc cFree");
    row(
        "remote-pop-by-owner",
        "6.2 (3) one popper only",
        HOLDS,
        OwnerPops.class,
        "bMalloc bMalloc bFree | cFree");
    row(
        "ownership-transfer",
        "6.2 (3) transfer protocol",
        HOLDS,
        OwnershipTransfer.class,
        "aMalloc aFree aRelease | bClaim bMalloc",
        "aMalloc aRelease aFree | bClaim bMalloc bFree bRelease",
        "aRelease | bClaim bMalloc bRelease | cClaim cMalloc");
  }

  private void row(
      String name,
      String source,
      Verdict expected,
      Class<? extends Scenario> scenario,
      String... scripts) {
    List<Script> parsed = List.of(scripts).stream().map(Script::of).toList();
    rows.add(new AnalysedExhibit(section, name, source, expected, scenario, parsed));
  }
}
