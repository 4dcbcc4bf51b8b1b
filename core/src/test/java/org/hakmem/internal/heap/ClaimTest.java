package org.hakmem.internal.heap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hakmem.internal.heap.World.FOUR_A_SLAB;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One place claims, its result is checked, and who did not win touches nothing. */
class ClaimTest {

  private final World world = World.withoutMagazines(builder -> builder.stickyRingSize(0));
  private final Heap winner = world.heap();
  private final Heap loser = world.heap();

  @AfterEach
  void allIsValid() {
    assertThat(world.fault()).isNull();
  }

  /** A posted and mailed slab with one remote block. */
  private Slab posted() {
    Heap left = world.heap();
    long block = world.allocate(left, FOUR_A_SLAB, 4).getFirst();
    world.slowPath.dismantle(left);
    world.free(left, block);
    Slab slab = world.slabOf(block);
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.POSTED);
    return slab;
  }

  /** The gate finds a slab that a mailbox still holds; later the mailbox nominates it in vain. */
  @Test
  void aLostClaimIsCountedAndLeavesTheSlabAlone() {
    Slab slab = posted();
    Slab found = new GateSource(world.shared).nominate(winner, world.bin(winner));
    assertThat(found).isSameAs(slab);
    assertThat(world.shared.claim(winner, slab)).isTrue();
    world.bin(winner).setHot(slab);

    long block = world.allocate(loser);

    assertThat(loser.counted(Counter.CLAIMS_LOST)).isEqualTo(1);
    assertThat(loser.counted(Counter.REFILL_MAILBOX)).isZero();
    assertThat(world.slabOf(block)).isNotSameAs(slab);
    assertThat(slab.isOwnedBy(winner.id())).isTrue();
    assertThat(slab.hasRemote()).as("not drained").isTrue();
    assertThat(slab.freeCount()).isZero();
  }

  /** So that it stays in one bin of the heap, once, and is not given up while it stands there. */
  @Test
  void aSlabThatTheHeapFoundElsewhereIsNotTakenOutOfTheMailboxToo() {
    Slab slab = posted();
    assertThat(new GateSource(world.shared).nominate(winner, world.bin(winner))).isSameAs(slab);
    assertThat(world.shared.claim(winner, slab)).isTrue();
    world.bin(winner).pushBench(slab); // as a slab in any of its bins

    assertThat(new MailboxSource(world.shared).nominate(winner, world.bin(winner))).isNull();
    assertThat(world.fault()).isNull();
    world.allocate(winner, FOUR_A_SLAB, 5);
    assertThat(world.fault()).isNull();
  }

  @Test
  void norByATrimOfTheSameHeap() {
    Slab slab = posted();
    assertThat(world.shared.claim(winner, slab)).isTrue();
    world.bin(winner).setHot(slab);

    world.reclaimer.postedSlabs(winner, true);
    assertThat(slab.isOwnedBy(winner.id())).isTrue();
  }

  @Test
  void aSlabThatWasRetiredMeanwhileIsNotClaimed() {
    Slab slab = posted();
    assertThat(world.shared.claim(winner, slab)).isTrue();
    world.shared.drain(winner, slab);
    for (int i = 1; i < slab.capacity(); i++) {
      world.free(winner, slab.addressOf(i));
    }
    world.shared.giveUp(winner, slab);
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.RETIRED);

    assertThat(world.slabOf(world.allocate(loser))).isNotSameAs(slab);
    assertThat(loser.counted(Counter.CLAIMS_LOST)).isEqualTo(1);
  }

  /** The mark goes before the claim, so a slab is never in its mailbox twice, and never in none. */
  @Test
  void aSlabPostedAgainWhileItIsMailedStandsThereOnce() {
    Slab slab = posted();
    assertThat(world.shared.claim(winner, slab)).isTrue();
    world.shared.giveUp(winner, slab);

    Mailbox mailbox = world.shared.mailbox(FOUR_A_SLAB);
    assertThat(mailbox.size()).isEqualTo(1);
    assertThat(mailbox.take(loser)).isSameAs(slab);
    assertThat(mailbox.take(loser)).isNull();
    mailbox.mail(slab);
    assertThat(mailbox.size()).isEqualTo(1);
  }

  @Test
  void onlyOneOfTwoWins() {
    Slab slab = posted();

    assertThat(world.shared.claim(winner, slab)).isTrue();
    assertThat(world.shared.claim(loser, slab)).isFalse();
    assertThat(world.shared.claim(winner, slab)).as("who owns it may claim it again").isTrue();
    assertThat(winner.counted(Counter.CLAIMS_WON)).isEqualTo(1);
    world.shared.giveUp(winner, slab);
  }

  @Test
  void neitherFullNorOwnedNorRetiredSlabsCanBeClaimed() {
    Slab owned = world.slabWithFree(winner, 1);
    assertThat(owned.claim(loser.id())).isFalse();
    world.shared.giveUp(winner, owned);

    Slab full = world.slabWithFree(winner, 0);
    assertThat(full.release(winner.id())).as("posted").isFalse();
    assertThat(full.claim(loser.id())).isFalse();

    Slab retired = world.slabWithFree(winner, 4);
    world.shared.giveUp(winner, retired);
    assertThat(retired.claim(loser.id())).isFalse();
  }

  /** What the analysed allocator did: drain, bind, and claim after that, or not at all. */
  @Test
  void nothingIsDoneBeforeTheClaim() {
    Slab slab = posted();
    long nobody = loser.id();

    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slab.drain(nobody));
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slab.post(nobody));
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slab.release(nobody));
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> slab.retire(nobody));
  }

  @Test
  void onePlaceClaimsAndOnePlaceDrains() {
    var shipped =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.hakmem");
    ArchRule rule =
        noClasses()
            .that()
            .doNotBelongToAnyOf(SmallBlocks.class)
            .should()
            .callMethod(Slab.class, "claim", long.class)
            .orShould()
            .callMethod(Slab.class, "drain", long.class);

    rule.check(shipped);
  }

  @Test
  void thatRuleSeesTheCallsOfThisTest() {
    var classes = new ClassFileImporter().importClasses(ClaimTest.class);
    ArchRule rule = noClasses().should().callMethod(Slab.class, "claim", long.class);

    assertThat(rule.evaluate(classes).hasViolation()).isTrue();
  }
}
