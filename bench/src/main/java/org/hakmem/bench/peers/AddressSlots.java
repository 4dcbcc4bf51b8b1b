package org.hakmem.bench.peers;

/** Slots of addresses; 0 stands for none. */
final class AddressSlots extends Slots {

  private final AddressPeer peer;
  private final long[] addresses;

  AddressSlots(AddressPeer peer, int count) {
    this.peer = peer;
    addresses = new long[count];
  }

  @Override
  public int count() {
    return addresses.length;
  }

  @Override
  public long malloc(int slot, long byteSize) {
    return put(slot, peer.malloc(byteSize));
  }

  @Override
  public long calloc(int slot, long byteSize) {
    return put(slot, peer.calloc(byteSize));
  }

  @Override
  public long aligned(int slot, long byteSize, long byteAlignment) {
    return put(slot, peer.aligned(byteSize, byteAlignment));
  }

  @Override
  public long realloc(int slot, int toSlot, long oldByteSize, long newByteSize) {
    long address = peer.realloc(addresses[slot], newByteSize);
    addresses[slot] = 0;
    return put(toSlot, address);
  }

  @Override
  public void free(int slot) {
    peer.free(addresses[slot]);
    addresses[slot] = 0;
  }

  @Override
  public long address(int slot) {
    return addresses[slot];
  }

  @Override
  public void move(int slot, Slots to, int toSlot) {
    ((AddressSlots) to).addresses[toSlot] = addresses[slot];
    addresses[slot] = 0;
  }

  private long put(int slot, long address) {
    if (address == 0) {
      throw new OutOfMemoryError("the peer returned null");
    }
    addresses[slot] = address;
    return address;
  }
}
