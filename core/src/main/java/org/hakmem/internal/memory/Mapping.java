package org.hakmem.internal.memory;

/**
 * An entry of a {@link MappingTable} whose mapping the system may move: it is pending until {@link
 * #place}.
 *
 * <p>Whoever has the mapping changes it; any thread may read it.
 */
class Mapping implements MappingTable.Entry {

  private static final int PENDING = 0;
  private static final int PRESENT = 1;
  private static final int HIDDEN = 2;
  private static final int GONE = 3;

  private long address;
  private long bytes;

  /** Volatile: written after address and length, read before them. */
  private volatile int state = PENDING;

  /** Pending. */
  Mapping() {}

  /** Where it is from now on. */
  final void place(long atAddress, long ofBytes) {
    address = atAddress;
    bytes = ofBytes;
    state = PRESENT;
  }

  /** Before a system call after which its addresses may be another mapping's. */
  final void hide() {
    state = HIDDEN;
  }

  /** The system refused; it is where it was. */
  final void show() {
    state = PRESENT;
  }

  /** It is no more, or never came to be. */
  final void end() {
    state = GONE;
  }

  @Override
  public final long address() {
    return address;
  }

  @Override
  public final long bytes() {
    return bytes;
  }

  @Override
  public final boolean isPending() {
    return state == PENDING;
  }

  @Override
  public final boolean isPresent() {
    return state == PRESENT;
  }

  @Override
  public final boolean isGone() {
    return state == GONE;
  }
}
