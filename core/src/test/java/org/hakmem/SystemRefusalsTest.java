package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hakmem.internal.memory.FailingMemory;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when {@code mmap}, {@code mprotect} or {@code mremap} fail. */
class SystemRefusalsTest {

  private static final long MIB = 1L << 20;

  @RegisterExtension final Allocators allocators = new Allocators();

  private final FailingMemory memory = new FailingMemory(256 * MIB);

  private record Block(long address, long bytes, int seed) {}

  private Hakmem create(int magazineCapacity) {
    return allocators.create(settings -> settings.magazineCapacity(magazineCapacity), memory);
  }

  private static Block write(Hakmem hakmem, long address, long bytes, int seed) {
    Allocators.memory(hakmem, address, bytes).fill((byte) seed);
    return new Block(address, bytes, seed);
  }

  private static void require(Hakmem hakmem, Block block) {
    assertThat(
            Allocators.memory(hakmem, block.address(), block.bytes())
                .mismatch(MemorySegment.ofArray(filled(block))))
        .as("contents")
        .isEqualTo(-1);
  }

  private static byte[] filled(Block block) {
    byte[] bytes = new byte[(int) block.bytes()];
    Arrays.fill(bytes, (byte) block.seed());
    return bytes;
  }

  private static long size(Random random) {
    return random.nextInt(40) == 0
        ? random.nextLong(1, 40 * MIB)
        : random.nextLong(1, 2L << random.nextInt(19));
  }

  /**
   * Allocates, frees, resizes and trims at random, and counts the calls that the system's refusal
   * made fail. All contents must survive.
   */
  private int play(Hakmem hakmem, int seed, int steps) {
    Random random = new Random(seed);
    List<Block> live = new ArrayList<>();
    int errors = 0;
    for (int step = 0; step < steps; step++) {
      try {
        if (live.size() > 30 || random.nextInt(3) == 0 && !live.isEmpty()) {
          Block block = live.remove(random.nextInt(live.size()));
          require(hakmem, block);
          hakmem.free(block.address());
        } else if (random.nextInt(4) == 0 && !live.isEmpty()) {
          int at = random.nextInt(live.size());
          Block block = live.get(at);
          long bytes = size(random);
          long address = hakmem.realloc(block.address(), bytes);
          require(hakmem, new Block(address, Math.min(bytes, block.bytes()), block.seed()));
          live.set(at, write(hakmem, address, bytes, step));
        } else {
          long bytes = size(random);
          live.add(write(hakmem, hakmem.malloc(bytes), bytes, step));
        }
        if (random.nextInt(20) == 0) {
          hakmem.trim();
        }
      } catch (OutOfMemoryError e) {
        assertThat(e).hasMessageContaining("the operating system refuses more");
        errors++;
      }
    }
    for (Block block : live) {
      require(hakmem, block);
      hakmem.free(block.address());
    }
    return errors;
  }

  @ParameterizedTest
  @CsvSource({"1, 128", "2, 128", "3, 128", "3, 0", "5, 1", "7, 128"})
  void everyNthRequestFails(int interval, int magazineCapacity) {
    Hakmem hakmem = create(magazineCapacity);
    memory.refuseEvery(interval);
    int errors = play(hakmem, interval, 300);
    assertThat(memory.refusals()).isPositive();
    if (interval == 1) { // else the trim and the second try help as a rule
      assertThat(errors).isPositive();
    }
    Allocators.requireNothingLeft(hakmem);
    assertThat(memory.mappings()).isEmpty();

    memory.refuseEvery(0);
    assertThat(play(hakmem, 1 + interval, 100)).as("works on").isZero();
    Allocators.requireNothingLeft(hakmem);
    assertThat(memory.mappings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 64, 5000, 300_000, 1 << 20, 40 << 20})
  void theErrorNamesRequestAndUse(long size) {
    Hakmem hakmem = create(128);
    memory.refuseEvery(1);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> hakmem.malloc(size))
        .withMessage(
            "can't allocate %d bytes: the operating system refuses more, 0 are in use"
                + " (0 live, 0 cached, 0 dirty)",
            size);
    Allocators.requireNothingLeft(hakmem);
    memory.refuseEvery(0);
    hakmem.free(hakmem.malloc(size));
    Allocators.requireNothingLeft(hakmem);
  }

  /** What is committed already is still handed out. */
  @Test
  void withoutNewMemoryTheOldIsUsed() {
    Hakmem hakmem = create(128);
    long large = hakmem.malloc(MIB);
    memory.refuseEvery(1);
    long small = hakmem.malloc(64);
    assertThat(small).isBetween(large, large + 2 * MIB);
    hakmem.free(hakmem.malloc(MIB / 2 + 100_000));
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> hakmem.malloc(2 * MIB));
    hakmem.free(small);
    hakmem.free(large);
    Allocators.requireNothingLeft(hakmem);
  }

  /** The system won't grow the mapping: the block is copied, or stays. */
  @Test
  void aMappingThatCantBeGrownIsCopied() {
    Hakmem hakmem = create(128);
    Block block = write(hakmem, hakmem.malloc(34 * MIB), 34 * MIB, 5);
    memory.refuseEvery(1);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> hakmem.realloc(block.address(), 40 * MIB));
    require(hakmem, block);
    memory.refuseEvery(0);
    long moved = hakmem.realloc(block.address(), 40 * MIB);
    require(hakmem, new Block(moved, 34 * MIB, 5));
    hakmem.free(moved);
    Allocators.requireNothingLeft(hakmem);
  }

  /** It asks again when it needs the memory. */
  @Test
  void aReservationThatIsRefusedAtFirst() {
    memory.refuseEvery(1);
    Hakmem hakmem = create(128);
    assertThat(memory.refusals()).isEqualTo(1);
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> hakmem.malloc(64));
    memory.refuseEvery(0);
    hakmem.free(hakmem.malloc(64));
    hakmem.free(hakmem.malloc(3 * MIB));
    assertThat(memory.mappings()).isEmpty();
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void anAllocatorThatCantBeMadeGivesItsMemoryBack() {
    PaperMemory failing = new PaperMemory(1);
    failing.reserves =
        () -> {
          throw new IllegalStateException("test");
        };
    failing.map(1 << 20, 1);
    assertThatThrownBy(() -> Hakmem.create(HakmemConfig.defaults(), failing)).hasMessage("test");
    assertThat(failing.mappings()).as("closed").isEmpty();
    memory.close();
  }
}
