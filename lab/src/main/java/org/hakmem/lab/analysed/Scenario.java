package org.hakmem.lab.analysed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.hakmem.lab.lincheck.Script;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * A starting state, and what its threads can do. The thread of an operation is the first letter of
 * its name: {@code a}, {@code b} or {@code c}. Slabs are made in the constructor, each with the
 * next numbers as its blocks.
 *
 * <p>Lincheck makes one for every schedule.
 */
public abstract class Scenario {

  final Ledger ledger;
  final Memory memory;
  final Tls a;
  final Tls b;
  final Tls c;

  /** Where slabs are posted: a slot for one. */
  final AtomicReference<@Nullable Slab> mailbox = new AtomicReference<>();

  private final List<Slab> slabs = new ArrayList<>();

  Scenario(int blocks) {
    ledger = new Ledger(blocks, Script.THREADS.length());
    memory = new Memory(blocks, ledger);
    a = new Tls(1, ledger);
    b = new Tls(2, ledger);
    c = new Tls(3, ledger);
  }

  /** Conservation; more, if a scenario says so. */
  @Validate
  public void conservation() {
    Conservation.check(memory, ledger, slabs);
  }

  /** A slab that nobody owns, with these blocks in its lists, first ones first. */
  final Slab slab(long[] free, long[] remote) {
    Slab slab = new Slab(memory);
    for (int i = free.length - 1; i >= 0; i--) {
      slab.push(free[i]);
    }
    for (int i = remote.length - 1; i >= 0; i--) {
      slab.remotePush(remote[i]);
    }
    slabs.add(slab);
    return slab;
  }

  /** A slab that this thread owns and is bound to. */
  final Slab slabOf(Tls owner, long[] free, long[] remote) {
    Slab slab = slab(free, remote);
    slab.setOwner(owner.tid);
    owner.bind(slab);
    return slab;
  }

  /** Blocks for a list. */
  static long[] blocks(long... blocks) {
    return blocks;
  }
}
