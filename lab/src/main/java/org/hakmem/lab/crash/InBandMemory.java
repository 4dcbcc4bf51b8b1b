package org.hakmem.lab.crash;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The off-heap memory of a few slabs, cut into blocks. While a block is in a list, its first word
 * is the address of the next one; while the program holds it, it is the program's.
 *
 * <p>A slab is as large and as aligned as 16 bits can count, so that the lowest two bytes of an
 * address say which block of the slab it is.
 */
final class InBandMemory implements AutoCloseable {

  static final long NULL = 0;
  static final long SLAB_BYTES = 1 << Short.SIZE;
  static final long BLOCK_BYTES = 128;
  static final int BLOCKS_PER_SLAB = (int) (SLAB_BYTES / BLOCK_BYTES);

  // The bytes of an address are in this order on the machine that crashed.
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;

  InBandMemory(int slabs) {
    memory = arena.allocate(slabs * SLAB_BYTES, SLAB_BYTES);
  }

  /** The address of a block. */
  long address(int slab, int block) {
    return memory.address() + slab * SLAB_BYTES + block * BLOCK_BYTES;
  }

  /** Whether this is the address of a block. */
  boolean isBlock(long address) {
    long offset = address - memory.address();
    return offset >= 0 && offset < memory.byteSize() && offset % BLOCK_BYTES == 0;
  }

  /** The slab that a block is in. */
  int slab(long block) {
    return (int) ((block - memory.address()) / SLAB_BYTES);
  }

  /** The number of a block among all. */
  int index(long block) {
    return (int) ((block - memory.address()) / BLOCK_BYTES);
  }

  /** A block's first word. */
  long word(long block) {
    return memory.get(WORD, block - memory.address());
  }

  /** Makes a block point to the next one. */
  void link(long block, long next) {
    memory.set(WORD, block - memory.address(), next);
  }

  /** What Larson's program does with a block that it just got: it writes two bytes, one by one. */
  void writeAsLarsonDoes(long block) {
    long offset = block - memory.address();
    memory.set(ValueLayout.JAVA_BYTE, offset, (byte) 'a');
    memory.set(ValueLayout.JAVA_BYTE, offset + 1, (byte) 'b');
  }

  @Override
  public void close() {
    arena.close();
  }
}
