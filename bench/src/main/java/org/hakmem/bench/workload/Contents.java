package org.hakmem.bench.workload;

import org.hakmem.bench.peers.BlockMemory;
import org.hakmem.bench.peers.Peer;

/**
 * What a block of so many words holds, derived from its address, size and each word's number, so
 * that a block that overlaps another, or was moved or cut, does not pass.
 */
final class Contents {

  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  private Contents() {}

  /** Writes all words. */
  static void write(long address, int words) {
    long key = key(address, words);
    for (int word = 0; word < words; word++) {
      BlockMemory.putLong(address + (long) word * Long.BYTES, key + word);
    }
  }

  /**
   * Checks all words.
   *
   * @throws CorruptBlockException if one is not as written
   */
  static void check(Peer peer, long address, int words) {
    long key = key(address, words);
    long difference = 0;
    for (int word = 0; word < words; word++) {
      difference |= BlockMemory.getLong(address + (long) word * Long.BYTES) ^ key + word;
    }
    if (difference != 0 && peer.keepsContents()) {
      throw new CorruptBlockException(address, (long) words * Long.BYTES);
    }
  }

  /** Writes what tells a block apart into its first word; blocks below 8 bytes get none. */
  static void stamp(long address, long byteSize) {
    if (byteSize >= Long.BYTES) {
      BlockMemory.putLong(address, address ^ byteSize);
    }
  }

  /**
   * Checks the first word.
   *
   * @throws CorruptBlockException if it is not as stamped
   */
  static void checkStamp(Peer peer, long address, long byteSize) {
    if (byteSize >= Long.BYTES
        && BlockMemory.getLong(address) != (address ^ byteSize)
        && peer.keepsContents()) {
      throw new CorruptBlockException(address, byteSize);
    }
  }

  private static long key(long address, int words) {
    return (address + words) * FACTOR;
  }

  /** A block did not hold what was written into it. */
  static final class CorruptBlockException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    CorruptBlockException(long address, long byteSize) {
      super("the block at 0x%x of %,d bytes was overwritten".formatted(address, byteSize));
    }
  }
}
