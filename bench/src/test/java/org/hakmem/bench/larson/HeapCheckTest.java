package org.hakmem.bench.larson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hakmem.HakmemStats.SizeClass;
import org.junit.jupiter.api.Test;

class HeapCheckTest {

  @Test
  void acceptsFiguresThatAddUp() {
    // Two slabs of 100 blocks, and two large blocks that have no class.
    List<SizeClass> classes = List.of(new SizeClass(64, 2, 10, 20, 30, 140));

    assertThat(HeapCheck.errors(StatsOf.of(12, 20 * 64, 30 * 64, 140 * 64, classes))).isEmpty();
  }

  @Test
  void findsALostBlock() {
    List<SizeClass> classes = List.of(new SizeClass(64, 2, 0, 0, 199, 0));

    assertThat(HeapCheck.errors(StatsOf.of(0, 0, 199 * 64, 0, classes)))
        .containsExactly("class of 64 bytes: 199 blocks are no multiple of 2 slabs");
  }

  @Test
  void findsBlocksWithoutASlab() {
    List<SizeClass> classes = List.of(new SizeClass(64, 0, 1, 0, 0, 0));

    assertThat(HeapCheck.errors(StatsOf.of(1, 0, 0, 0, classes)))
        .containsExactly("class of 64 bytes: 1 blocks are no multiple of 0 slabs");
  }

  @Test
  void findsTotalsThatAreNotTheSumOfTheClasses() {
    List<SizeClass> classes = List.of(new SizeClass(64, 1, 1, 2, 3, 4));

    assertThat(HeapCheck.errors(StatsOf.of(0, 1, 2, 3, classes)))
        .containsExactly(
            "the classes' live blocks are 1, all are 0",
            "the classes' cached bytes are 128, all are 1",
            "the classes' free bytes are 192, all are 2",
            "the classes' remote-pending bytes are 256, all are 3");
  }

  @Test
  void findsNegativeCounts() {
    List<SizeClass> classes = List.of(new SizeClass(64, 1, -1, 1, 0, 0));

    assertThat(HeapCheck.errors(StatsOf.of(-1, 64, 0, 0, classes)))
        .containsExactly(
            "live bytes is negative: -16",
            "live blocks is negative: -1",
            "class of 64 bytes: live is negative: -1");
  }
}
