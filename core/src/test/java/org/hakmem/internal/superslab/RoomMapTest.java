package org.hakmem.internal.superslab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomMapTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 128, 1000})
  void behavesAsASetOfBits(int size) {
    RoomMap map = new RoomMap(size);
    BitSet model = new BitSet();
    Random random = new Random(size);
    for (int step = 0; step < 3_000; step++) {
      int index = random.nextInt(size);
      if (random.nextInt(3) == 0) {
        map.set(index);
        model.set(index);
      } else {
        map.clear(index);
        model.clear(index);
      }
      int from = random.nextInt(size);
      assertThat(map.get(from)).isEqualTo(model.get(from));
      assertThat(map.next(from)).as("from %d", from).isEqualTo(model.nextSetBit(from));
    }
    assertThat(map.size()).isEqualTo(size);
  }

  @Test
  void setsAStretchAndNoMore() {
    for (int from = 0; from < 130; from++) {
      for (int many = 0; from + many <= 130; many++) {
        RoomMap map = new RoomMap(130);
        map.setAll(from, many);
        for (int index = 0; index < 130; index++) {
          assertThat(map.get(index))
              .as("%d of %d from %d", index, many, from)
              .isEqualTo(index >= from && index < from + many);
        }
      }
    }
  }

  @Test
  void nothingFollowsTheLast() {
    RoomMap map = new RoomMap(64);
    map.set(63);
    assertThat(map.next(63)).isEqualTo(63);
    assertThat(map.next(64)).isEqualTo(-1);
  }

  @Test
  void noBitOfAWordIsLostWhenThreadsSetThemAtOnce() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      RoomMap map = new RoomMap(64);
      Thread odd = Thread.ofPlatform().start(() -> setEverySecond(map, 1));
      setEverySecond(map, 0);
      odd.join();
      for (int index = 0; index < 64; index++) {
        assertThat(map.get(index)).as("bit %d", index).isTrue();
      }
    }
  }

  private static void setEverySecond(RoomMap map, int from) {
    for (int index = from; index < 64; index += 2) {
      map.set(index);
    }
  }
}
