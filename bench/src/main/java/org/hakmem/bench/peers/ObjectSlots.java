package org.hakmem.bench.peers;

import org.jspecify.annotations.Nullable;

/** Slots for peers that hand out objects, which are what frees a block. */
abstract class ObjectSlots extends Slots {

  private final @Nullable Object[] handles;
  private final long[] addresses;

  ObjectSlots(int count) {
    handles = new Object[count];
    addresses = new long[count];
  }

  @Override
  public final int count() {
    return addresses.length;
  }

  @Override
  public final long address(int slot) {
    return addresses[slot];
  }

  @Override
  public final void move(int slot, Slots to, int toSlot) {
    ObjectSlots other = (ObjectSlots) to;
    other.put(toSlot, handles[slot], addresses[slot]);
    put(slot, null, 0);
  }

  /** Empties a slot and returns what was in it. */
  final @Nullable Object take(int slot) {
    Object handle = handles[slot];
    put(slot, null, 0);
    return handle;
  }

  /** Fills a slot; returns the address. */
  final long put(int slot, @Nullable Object handle, long address) {
    handles[slot] = handle;
    addresses[slot] = address;
    return address;
  }
}
