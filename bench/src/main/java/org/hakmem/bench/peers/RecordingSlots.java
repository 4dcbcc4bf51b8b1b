package org.hakmem.bench.peers;

/** Another table, every call of which is timed. */
final class RecordingSlots extends Slots {

  private final Slots slots;
  private final Latencies latencies;

  RecordingSlots(Slots slots, Latencies latencies) {
    this.slots = slots;
    this.latencies = latencies;
  }

  @Override
  public int count() {
    return slots.count();
  }

  @Override
  public long malloc(int slot, long byteSize) {
    long start = System.nanoTime();
    long address = slots.malloc(slot, byteSize);
    latencies.malloc(System.nanoTime() - start);
    return address;
  }

  @Override
  public long calloc(int slot, long byteSize) {
    long start = System.nanoTime();
    long address = slots.calloc(slot, byteSize);
    latencies.malloc(System.nanoTime() - start);
    return address;
  }

  @Override
  public long aligned(int slot, long byteSize, long byteAlignment) {
    long start = System.nanoTime();
    long address = slots.aligned(slot, byteSize, byteAlignment);
    latencies.malloc(System.nanoTime() - start);
    return address;
  }

  /** Not recorded: neither a malloc nor a free. */
  @Override
  public long realloc(int slot, int toSlot, long oldByteSize, long newByteSize) {
    return slots.realloc(slot, toSlot, oldByteSize, newByteSize);
  }

  @Override
  public void free(int slot) {
    long start = System.nanoTime();
    slots.free(slot);
    latencies.free(System.nanoTime() - start);
  }

  @Override
  public long address(int slot) {
    return slots.address(slot);
  }

  @Override
  public void move(int slot, Slots to, int toSlot) {
    slots.move(slot, ((RecordingSlots) to).slots, toSlot);
  }
}
