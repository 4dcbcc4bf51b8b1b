package org.hakmem.lab.analysed;

/**
 * The memory of all blocks, of which only the first word matters: the next pointer while the block
 * is in a list, the program's data while the program holds it. A block's address is its number,
 * from 1; 0 is no block.
 *
 * <p>It is an array, since Lincheck sees the accesses to arrays and none to off-heap memory.
 */
final class Memory {

  static final long NULL = 0;

  /**
   * {@code 'a'} and {@code 'b'}, which Larson's program writes into a block as soon as it has it.
   */
  static final long LARSON_MARK = 'a' | 'b' << Byte.SIZE;

  private final long[] words;
  private final Ledger ledger;

  Memory(int blocks, Ledger ledger) {
    words = new long[blocks + 1];
    this.ledger = ledger;
  }

  /** Reads the word at this address, as the next pointer of the block there. */
  long next(long address) {
    return words[checked(address)];
  }

  /** Makes the block at this address point to the next one. */
  void link(long address, long next) {
    words[checked(address)] = next;
  }

  /**
   * The program writes the first two bytes of a block, as Larson's does. The other bytes of a next
   * pointer are 0 here, since addresses are small.
   */
  void mark(long address) {
    words[checked(address)] = LARSON_MARK;
  }

  int blocks() {
    return words.length - 1;
  }

  private int checked(long address) {
    if (address <= NULL || address >= words.length) {
      SegmentationFault fault = new SegmentationFault(address);
      ledger.fault(fault);
      throw fault;
    }
    return (int) address;
  }
}
