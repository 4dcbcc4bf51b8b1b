package org.hakmem.internal.slab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hakmem.internal.memory.ByteMap;
import org.hakmem.internal.memory.Geometry;
import org.hakmem.internal.memory.PaperMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state machine of {@link Owner} and both bit sets, by one thread. */
class SlabTest {

  private static final long ADDRESS = 64L * Geometry.PAGE_BYTES;
  private static final long HEAP = Owner.FIRST_HEAP;
  private static final long OTHER = Owner.FIRST_HEAP + 1;
  private static final byte TAG = BlockStates.tag(HEAP);

  /** Four blocks of 16 KiB. */
  private final Slab slab = slab(SizeClasses.of(16 << 10));

  private static Slab slab(int sizeClass) {
    PaperMemory memory = new PaperMemory(8);
    ByteMap tiny = memory.byteMap(BlockStates.TINY_SHIFT);
    ByteMap others = memory.byteMap(BlockStates.OTHER_SHIFT);
    BlockStates states = new BlockStates(0, memory.windowBytes(), tiny, others, 0);
    Slab slab = new Slab(ADDRESS, sizeClass, HEAP, states);
    states.prepare(slab, sizeClass);
    return slab;
  }

  private static List<Integer> sizeClasses() {
    List<Integer> classes = new ArrayList<>();
    for (int sizeClass = 0; sizeClass < SizeClasses.COUNT; sizeClass++) {
      classes.add(sizeClass);
    }
    return classes;
  }

  private static List<Long> takeAll(Slab slab) {
    List<Long> taken = new ArrayList<>();
    long[] slots = new long[100];
    for (int count = slab.take(slots, 3, 64, TAG);
        count > 0;
        count = slab.take(slots, 3, 64, TAG)) {
      for (int i = 0; i < count; i++) {
        taken.add(slots[3 + i]);
      }
    }
    return taken;
  }

  private long take() {
    long[] one = new long[1];
    assertThat(slab.take(one, 0, 1, TAG)).isEqualTo(1);
    return one[0];
  }

  private static void freeLocal(Slab of, int index) {
    of.freeLocal(index >>> 6, 1L << index);
  }

  private boolean freeRemote(long address) {
    int index = slab.indexOf(address);
    return slab.freeRemote(index >>> 6, 1L << index) == 0;
  }

  private void exhaustAndRelease() {
    takeAll(slab);
    assertThat(slab.release(HEAP)).as("posted").isFalse();
  }

  @ParameterizedTest
  @MethodSource("sizeClasses")
  void hasEveryBlockOnceInItsPages(int sizeClass) {
    Slab fresh = slab(sizeClass);
    assertThat(fresh.isValid()).isTrue();
    assertThat(fresh.isEmpty()).isTrue();
    assertThat(fresh.capacity()).isEqualTo((int) (fresh.bytes() / fresh.blockBytes()));
    List<Long> taken = takeAll(fresh);
    assertThat(fresh.isValid()).isTrue();
    assertThat(fresh.freeCount()).isZero();
    assertThat(new HashSet<>(taken)).hasSize(fresh.capacity()).hasSize(taken.size());
    for (long address : taken) {
      assertThat(fresh.contains(address)).isTrue();
      assertThat(fresh.contains(address + fresh.blockBytes() - 1)).isTrue();
      assertThat(fresh.isBlock(address)).isTrue();
      assertThat(fresh.addressOf(fresh.indexOf(address))).isEqualTo(address);
      assertThat(fresh.isFree(fresh.indexOf(address))).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("sizeClasses")
  void aWordHasTheIndexOfItsOwnBlocksOnly(int sizeClass) {
    Slab fresh = slab(sizeClass);
    for (int index = 0; index < fresh.capacity(); index++) {
      long address = fresh.addressOf(index);
      int word = index >>> 6;
      assertThat(fresh.indexIn(word, address)).isEqualTo(index & 63);
      assertThat(fresh.indexIn(word, address + 16)).isEqualTo(neighbour(fresh, index, 16));
      assertThat(fresh.indexIn(word, address - 16)).isEqualTo(neighbour(fresh, index, -16));
      assertThat(fresh.indexIn(word, address + 1)).isEqualTo(-1);
      assertThat(fresh.indexIn(word + 1, address)).isEqualTo(-1);
      assertThat(fresh.indexIn(word - 1, address)).isEqualTo(-1);
    }
    int last = (fresh.capacity() - 1) >>> 6;
    for (long far : new long[] {0, 1, -16, Long.MIN_VALUE, Long.MAX_VALUE, ADDRESS << 20}) {
      assertThat(fresh.indexIn(0, far)).isEqualTo(-1);
      assertThat(fresh.indexIn(last, far)).isEqualTo(-1);
    }
    assertThat(fresh.indexIn(last, fresh.addressOf(fresh.capacity()))).isEqualTo(-1);
  }

  /** What lies {@code bytes} from a block: where blocks have 16 bytes, another of the same word. */
  private static int neighbour(Slab slab, int index, int bytes) {
    int other = index + bytes / 16;
    boolean same = slab.blockBytes() == 16 && other >>> 6 == index >>> 6;
    return same && other >= 0 && other < slab.capacity() ? other & 63 : -1;
  }

  @ParameterizedTest
  @MethodSource("sizeClasses")
  void everyAddressIsInTheBlockThatDivisionSays(int sizeClass) {
    Slab fresh = slab(sizeClass);
    int step = fresh.pages() == 1 ? 1 : 37;
    for (int offset = 0; offset < fresh.bytes(); offset += step) {
      int index = offset / fresh.blockBytes();
      boolean isBlock = index < fresh.capacity() && offset % fresh.blockBytes() == 0;
      if (fresh.indexOf(ADDRESS + offset) != index || fresh.isBlock(ADDRESS + offset) != isBlock) {
        fail("offset %d into %s", offset, fresh);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizeClasses")
  void takesBackBlocksFreedHereAndThere(int sizeClass) {
    Slab used = slab(sizeClass);
    List<Long> taken = takeAll(used);
    for (int i = 0; i < taken.size(); i++) {
      int index = used.indexOf(taken.get(i));
      if (i % 2 == 0) {
        freeLocal(used, index);
      } else {
        assertThat(used.freeRemote(index >>> 6, 1L << index)).isZero();
        used.announceRemote(index >>> 6);
      }
      assertThat(used.isFree(index)).isTrue();
    }
    assertThat(used.isValid()).isTrue();
    assertThat(used.freeCount() + used.remoteCount()).isEqualTo(used.capacity());
    assertThat(used.hasRemote()).isEqualTo(taken.size() > 1);
    assertThat(used.drain(HEAP)).isZero();
    assertThat(used.isEmpty()).isTrue();
    assertThat(used.remoteCount()).isZero();
    assertThat(used.isValid()).isTrue();
    assertThat(new HashSet<>(takeAll(used))).isEqualTo(new HashSet<>(taken));
  }

  @Test
  void takesAtMostWhatIsAskedFor() {
    long[] slots = new long[4];
    assertThat(slab.take(slots, 1, 2, TAG)).isEqualTo(2);
    assertThat(slots).startsWith(0).endsWith(0).contains(ADDRESS, ADDRESS + (16 << 10));
    assertThat(slab.freeCount()).isEqualTo(2);
    assertThat(slab.isValid()).isTrue();
  }

  @Test
  void aFullSlabIsPostedByTheFirstRemoteFreeOnly() {
    List<Long> blocks = takeAll(slab);
    assertThat(slab.release(HEAP)).as("posted").isFalse();
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.FULL);
    assertThat(freeRemote(blocks.get(0))).isTrue();
    assertThat(slab.announceRemote(0)).as("first").isTrue();
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.POSTED);
    assertThat(freeRemote(blocks.get(1))).isTrue();
    assertThat(slab.announceRemote(0)).as("second").isFalse();
  }

  @Test
  void anOwnedSlabIsNotPostedByRemoteFrees() {
    long block = take();
    assertThat(freeRemote(block)).isTrue();
    assertThat(slab.announceRemote(0)).isFalse();
    assertThat(slab.isOwnedBy(HEAP)).isTrue();
    assertThat(slab.drain(HEAP)).isZero();
    assertThat(slab.isEmpty()).isTrue();
  }

  @Test
  void aFullSlabCantBeClaimed() {
    exhaustAndRelease();
    assertThat(slab.claim(HEAP)).isFalse();
    assertThat(slab.claim(OTHER)).isFalse();
  }

  @Test
  void aPostedSlabIsClaimedByOne() {
    slab.post(HEAP);
    assertThat(slab.claim(OTHER)).isTrue();
    assertThat(slab.claim(HEAP)).as("too late").isFalse();
    assertThat(slab.claim(OTHER)).as("again by its owner").isTrue();
    assertThat(slab.isOwnedBy(OTHER)).isTrue();
    assertThat(slab.isOwnedBy(HEAP)).isFalse();
  }

  /** The re-check without which a slab with a remote block would belong to nobody. */
  @Test
  void aReleaseThatFindsRemoteFreesPostsTheSlab() {
    long block = takeAll(slab).getFirst();
    assertThat(freeRemote(block)).isTrue();
    assertThat(slab.announceRemote(0)).as("owned").isFalse();
    assertThat(slab.release(HEAP)).as("to be mailed").isTrue();
    assertThat(slab.claim(OTHER)).isTrue();
    assertThat(slab.drain(OTHER)).isZero();
    assertThat(slab.freeCount()).isEqualTo(1);
  }

  @Test
  void onlyTheOwnerDrainsReleasesPostsAndRetires() {
    assertThatThrownBy(() -> slab.drain(OTHER)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> slab.release(HEAP)).as("has room").isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> slab.post(OTHER)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> slab.retire(OTHER)).isInstanceOf(AssertionError.class);
    take();
    assertThatThrownBy(() -> slab.retire(HEAP)).as("in use").isInstanceOf(AssertionError.class);
    assertThat(slab.isValid()).isTrue();
    assertThat(slab.isOwnedBy(HEAP)).isTrue();
  }

  @Test
  void aRetiredSlabStaysSo() {
    slab.retire(HEAP);
    assertThat(slab.claim(HEAP)).isFalse();
    assertThat(slab.claim(OTHER)).isFalse();
    slab.freeRemote(0, 1);
    assertThat(slab.announceRemote(0)).as("late freer").isFalse();
    assertThat(slab.ownerVolatile()).isEqualTo(Owner.RETIRED);
  }

  @Test
  void aSecondRemoteFreeOfABlockIsToldAndChangesNothing() {
    long[] blocks = {take(), take()};
    assertThat(freeRemote(blocks[0])).isTrue();
    assertThat(freeRemote(blocks[0])).isFalse();
    assertThat(slab.freeRemote(0, 0b11)).isEqualTo(0b01);
    slab.announceRemote(0);
    assertThat(slab.remoteCount()).isEqualTo(2);
    assertThat(slab.drain(HEAP)).isZero();
    assertThat(slab.isEmpty()).isTrue();
    assertThat(slab.isValid()).isTrue();
  }

  @Test
  void aDrainCountsAndDropsBlocksThatAreFree() {
    long block = take();
    assertThat(freeRemote(block)).isTrue();
    slab.announceRemote(0);
    freeLocal(slab, slab.indexOf(block));
    assertThat(slab.isValid()).as("free and remote").isFalse();
    assertThat(slab.drain(HEAP)).isEqualTo(1);
    assertThat(slab.isValid()).isTrue();
    assertThat(slab.freeCount()).isEqualTo(slab.capacity());
  }

  @Test
  void aRemoteFreeThatWasNotAnnouncedIsNotValid() {
    freeRemote(take());
    assertThat(slab.isValid()).isFalse();
    slab.announceRemote(0);
    assertThat(slab.isValid()).isTrue();
  }

  @Test
  void aFreeCountThatDoesNotMatchIsNotValid() {
    slab.freeLocal(0, 1); // free already
    assertThat(slab.isValid()).isFalse();
  }

  @Test
  void whoeverPostsASlabMailsItUnlessAMailboxHasIt() {
    assertThat(slab.markMailed()).isTrue();
    assertThat(slab.markMailed()).isFalse();
    slab.unmarkMailed();
    assertThat(slab.markMailed()).isTrue();
  }

  private Set<Long> sweep(boolean now, long pageBytes) {
    Set<Long> pages = new HashSet<>();
    slab.sweep(
        now,
        pageBytes,
        (address, bytes) -> {
          for (long page = address; page < address + bytes; page += pageBytes) {
            pages.add((page - ADDRESS) / pageBytes);
          }
        });
    return pages;
  }

  @Test
  void aSweepFindsTheOsPagesOfFreeBlocksOnce() {
    List<Long> blocks = takeAll(slab);
    freeLocal(slab, slab.indexOf(blocks.get(1)));
    assertThat(sweep(true, 4096)).containsExactlyInAnyOrder(4L, 5L, 6L, 7L);
    assertThat(slab.isSwept()).isTrue();
    assertThat(sweep(true, 4096)).as("again").isEmpty();
    freeLocal(slab, slab.indexOf(blocks.get(3)));
    assertThat(slab.isSwept()).isFalse();
    assertThat(sweep(true, 1 << 15)).as("no whole OS page is free").isEmpty();
  }

  @Test
  void aSweepWaitsUntilASlabWasQuiet() {
    freeLocal(slab, slab.indexOf(takeAll(slab).getFirst()));
    assertThat(sweep(false, 4096)).isEmpty();
    assertThat(sweep(false, 4096)).isNotEmpty();
    slab.freeLocal(0, 0b10);
    assertThat(sweep(false, 4096)).as("just used").isEmpty();
  }

  /** Blocks that are no multiple of an OS page share the pages at their ends. */
  @Test
  void aSweepSparesThePagesThatBlocksInUseReachInto() {
    Slab odd = slab(SizeClasses.of(5120));
    List<Long> blocks = takeAll(odd);
    odd.freeLocal(0, 0b110);
    long[] range = new long[2];
    odd.sweep(
        true,
        4096,
        (address, bytes) -> {
          range[0] = address - ADDRESS;
          range[1] = address - ADDRESS + bytes;
        });
    assertThat(range).containsExactly(8192, 12288);
    assertThat(blocks).hasSize(odd.capacity());
  }

  @Test
  void itsDescriptionNamesWhatMatters() {
    take();
    assertThat(slab)
        .hasToString(
            "slab of 16384-byte blocks at 0x400000, owned by heap 16, 3 free and 0 remote of 4");
    exhaustAndRelease();
    assertThat(slab.toString()).contains("full");
  }
}
