package org.hakmem.bench.peers;

/** A peer whose blocks are addresses, with the functions of C's heap. */
abstract class AddressPeer extends Peer {

  abstract long malloc(long byteSize);

  abstract long calloc(long byteSize);

  abstract long aligned(long byteSize, long byteAlignment);

  abstract long realloc(long address, long byteSize);

  abstract void free(long address);

  @Override
  public final Slots slots(int count, long typicalBytes, long largestBytes) {
    return new AddressSlots(this, count);
  }

  @Override
  public final long pair(long byteSize) {
    long address = malloc(byteSize);
    free(address);
    return address;
  }
}
