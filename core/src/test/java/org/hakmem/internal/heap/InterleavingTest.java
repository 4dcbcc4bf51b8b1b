package org.hakmem.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hakmem.internal.slab.Owner;
import org.hakmem.internal.slab.Slab;
import org.junit.jupiter.api.Test;

/**
 * A slab's owner and two threads that free its last blocks, in every order of their steps (each an
 * atomic action of the protocol): no block is lost or stranded, and exactly one mails the slab.
 */
class InterleavingTest {

  /** The steps of one run; the test carries them out one after the other. */
  private static final class Run {
    final World world = World.withoutMagazines();
    final Heap owner = world.heap();
    final Slab slab = world.slabWithFree(owner, 0);
    int mailings;

    /** Frees block {@code index}: its word, then its summary and, if it must be, the owner. */
    List<Runnable> freer(int index) {
      return List.of(
          () -> {
            assertThat(world.states.takeBackLive(World.FOUR_A_SLAB, slab.addressOf(index)))
                .isTrue();
            assertThat(slab.freeRemote(0, 1L << index)).isZero();
          },
          () -> {
            if (slab.announceRemote(0)) {
              mail();
            }
          });
    }

    /** Gives the exhausted slab up, as {@code SmallBlocks.giveUp} does. */
    List<Runnable> releaser() {
      return List.of(() -> {
        if (slab.release(owner.id())) {
          mail();
        }
      });
    }

    /** The same without a look back. */
    List<Runnable> carelessReleaser() {
      return List.of(() -> setOwner(slab, Owner.FULL));
    }

    /** Claims the slab, if it is posted, drains it, and gives it up again. */
    List<Runnable> claimer() {
      Heap heap = world.heap();
      return List.of(
          () -> {
            Slab mailed = world.shared.mailbox(World.FOUR_A_SLAB).take(heap);
            if (mailed != null && mailed.claim(heap.id())) {
              mailings--;
              mailed.drain(heap.id());
              world.bin(heap).setHot(mailed);
            }
          },
          () -> {
            if (world.bin(heap).takeAny() != null) {
              slab.drain(heap.id());
              slab.post(heap.id());
              mail();
            }
          });
    }

    void checkThatItIsFindable(List<Integer> order) {
      assertThat(world.fault()).as("%s", order).isNull();
      assertThat(slab.ownerVolatile()).as("%s", order).isEqualTo(Owner.POSTED);
      assertThat(mailings).as("%s", order).isEqualTo(1);
      assertThat(slab.freeCount() + slab.remoteCount()).as("%s", order).isEqualTo(2);
    }

    void mail() {
      mailings++;
      world.shared.mailbox(World.FOUR_A_SLAB).mail(slab);
    }
  }

  /** All ways to interleave as many steps of each thread, each way a list of thread numbers. */
  private static Stream<List<Integer>> orders(int... steps) {
    List<List<Integer>> orders = new ArrayList<>();
    extend(orders, new ArrayList<>(), steps.clone());
    return orders.stream();
  }

  private static void extend(List<List<Integer>> orders, List<Integer> begun, int[] left) {
    boolean complete = true;
    for (int thread = 0; thread < left.length; thread++) {
      if (left[thread] > 0) {
        complete = false;
        left[thread]--;
        begun.add(thread);
        extend(orders, begun, left);
        begun.removeLast();
        left[thread]++;
      }
    }
    if (complete) {
      orders.add(List.copyOf(begun));
    }
  }

  private static void carryOut(List<Integer> order, List<List<Runnable>> threads) {
    int[] next = new int[threads.size()];
    for (int thread : order) {
      threads.get(thread).get(next[thread]++).run();
    }
  }

  @Test
  void noBlockIsStranded() {
    orders(2, 2, 1)
        .forEach(order -> {
          Run run = new Run();
          carryOut(order, List.of(run.freer(0), run.freer(3), run.releaser()));
          run.checkThatItIsFindable(order);
        });
  }

  @Test
  void norIfItIsClaimedAndGivenUpMeanwhile() {
    orders(2, 2, 1, 2)
        .forEach(order -> {
          Run run = new Run();
          carryOut(order, List.of(run.freer(0), run.freer(3), run.releaser(), run.claimer()));
          run.checkThatItIsFindable(order);
          assertThat(run.world.allocate(run.world.heap())).isNotZero();
        });
  }

  /** The seeded fault: a release that does not look at the summary again strands the slab. */
  @Test
  void withoutTheSecondLookABlockIsStranded() {
    List<String> faults =
        orders(2, 2, 1)
            .map(order -> {
              Run run = new Run();
              carryOut(order, List.of(run.freer(0), run.freer(3), run.carelessReleaser()));
              return String.valueOf(run.world.fault());
            })
            .toList();

    assertThat(faults).anySatisfy(fault -> assertThat(fault).startsWith("stranded: "));
    assertThat(faults).as("in other orders all goes well").contains("null");
  }

  private static void setOwner(Slab slab, long owner) {
    try {
      VarHandle word =
          MethodHandles.privateLookupIn(Slab.class, MethodHandles.lookup())
              .findVarHandle(Slab.class, "owner", long.class);
      word.setVolatile(slab, owner);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
