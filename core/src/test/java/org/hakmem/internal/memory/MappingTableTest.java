package org.hakmem.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is present is found by each of its addresses, and nothing else is. */
class MappingTableTest {

  private final MappingTable<Mapping> table = new MappingTable<>();

  private Mapping pending() {
    Mapping mapping = new Mapping();
    table.add(mapping);
    return mapping;
  }

  private Mapping placed(long address, long bytes) {
    Mapping mapping = pending();
    mapping.place(address, bytes);
    return mapping;
  }

  @Test
  void aPendingEntryIsNotFound() {
    pending();
    assertThat(table.find(0)).isNull();
    assertThat(table.presentCount()).isZero();
    assertThat(table.overlap(0, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void anEntryIsFoundFromItsFirstToItsLastByte() {
    Mapping mapping = placed(100, 50);
    for (int more = 0; more < 2; more++) { // first among those that were pending, then sorted
      assertThat(table.find(99)).isNull();
      assertThat(table.find(100)).isSameAs(mapping);
      assertThat(table.find(149)).isSameAs(mapping);
      assertThat(table.find(150)).isNull();
      placed(1000, 50);
    }
  }

  /** Entries that were placed in any order, moved, hidden and ended, beside a list. */
  @Test
  void whatIsPresentIsFound() {
    Random random = new Random(5);
    List<Mapping> all = new ArrayList<>();
    long next = 1L << 40;
    for (int step = 0; step < 2000; step++) {
      if (all.isEmpty() || random.nextInt(3) > 0) {
        boolean low = random.nextBoolean();
        all.add(placed(low ? (1L << 41) - next % (1L << 40) : next + (1L << 41), 4096));
        next += 1L << 16;
      } else {
        Mapping mapping = all.remove(random.nextInt(all.size()));
        mapping.hide();
        assertThat(table.find(mapping.address())).isNull();
        switch (random.nextInt(3)) {
          case 0 -> {
            mapping.show();
            all.add(mapping);
          }
          case 1 -> {
            mapping.end();
            table.tidy();
          }
          default -> mapping.end();
        }
      }
      Mapping some = all.isEmpty() ? null : all.get(random.nextInt(all.size()));
      if (some != null) {
        assertThat(table.find(some.address() + random.nextInt(4096))).isSameAs(some);
        assertThat(table.find(some.address() + 4096)).isNull();
      }
    }
    assertThat(table.presentCount()).isEqualTo(all.size());
    assertThat(table.presentBytes()).isEqualTo(4096L * all.size());
  }

  /** The system gives the addresses of a hidden mapping to another. */
  @Test
  void ofTwoWithOneAddressThePresentOneIsFound() {
    Mapping old = placed(1 << 20, 4096);
    old.hide();
    Mapping next = placed(1 << 20, 4096);
    assertThat(table.find(1 << 20)).isSameAs(next);
    placed(1 << 30, 1);
    assertThat(table.find(1 << 20)).isSameAs(next);
    next.hide();
    old.show();
    assertThat(table.find(1 << 20)).isSameAs(old);
  }

  @Test
  void whatIsGoneIsDropped() {
    Mapping mapping = placed(100, 50);
    mapping.hide();
    mapping.end();
    int[] left = new int[1];
    table.forEach(each -> left[0]++);
    assertThat(left[0]).isZero();
    table.tidy();
    assertThat(table.find(100)).isNull();
  }
}
