package org.hakmem.bench.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Peers for tests, among them some with faults built in. */
public final class Peers {

  private Peers() {}

  /** Opens a peer; the test is skipped if it is not installed. */
  public static Peer open(PeerName name) {
    try {
      return name.open();
    } catch (MissingPeerException e) {
      assumeTrue(false, e.line());
      throw e;
    }
  }

  /**
   * The C library's, but every so many mallocs write into the block before, as if it were theirs.
   */
  public static Peer thatOverwrites(int every) {
    return new Faulty(PeerName.GLIBC.open()) {
      @Override
      public Slots slots(int count, long typicalBytes, long largestBytes) {
        return new FaultySlots(super.slots(count, typicalBytes, largestBytes)) {
          private int calls;
          private long last;

          @Override
          public long malloc(int slot, long byteSize) {
            long address = super.malloc(slot, byteSize);
            calls++;
            if (last != 0 && calls % every == 0) {
              BlockMemory.putByte(last, (byte) ~BlockMemory.getByte(last));
            }
            last = address;
            return address;
          }

          @Override
          public void free(int slot) {
            last = last == address(slot) ? 0 : last;
            super.free(slot);
          }

          @Override
          public void move(int slot, Slots to, int toSlot) {
            last = last == address(slot) ? 0 : last;
            super.move(slot, to, toSlot);
          }
        };
      }
    };
  }

  /** The C library's, but after so many calls one fails. */
  public static Peer thatFails(int calls) {
    return new Faulty(PeerName.GLIBC.open()) {
      @Override
      public Slots slots(int count, long typicalBytes, long largestBytes) {
        return new FaultySlots(super.slots(count, typicalBytes, largestBytes)) {
          private int left = calls;

          @Override
          public long malloc(int slot, long byteSize) {
            left--;
            if (left < 0) {
              throw new OutOfMemoryError("seeded");
            }
            return super.malloc(slot, byteSize);
          }
        };
      }
    };
  }

  private abstract static class Faulty extends Peer {

    private final Peer peer;

    Faulty(Peer peer) {
      this.peer = peer;
    }

    @Override
    public Slots slots(int count, long typicalBytes, long largestBytes) {
      return peer.slots(count, typicalBytes, largestBytes);
    }

    @Override
    public long pair(long byteSize) {
      return peer.pair(byteSize);
    }
  }

  private abstract static class FaultySlots extends Slots {

    private final Slots slots;

    FaultySlots(Slots slots) {
      this.slots = slots;
    }

    @Override
    public int count() {
      return slots.count();
    }

    @Override
    public long malloc(int slot, long byteSize) {
      return slots.malloc(slot, byteSize);
    }

    @Override
    public long calloc(int slot, long byteSize) {
      return slots.calloc(slot, byteSize);
    }

    @Override
    public long aligned(int slot, long byteSize, long byteAlignment) {
      return slots.aligned(slot, byteSize, byteAlignment);
    }

    @Override
    public long realloc(int slot, int toSlot, long oldByteSize, long newByteSize) {
      return slots.realloc(slot, toSlot, oldByteSize, newByteSize);
    }

    @Override
    public void free(int slot) {
      slots.free(slot);
    }

    @Override
    public long address(int slot) {
      return slots.address(slot);
    }

    @Override
    public void move(int slot, Slots to, int toSlot) {
      slots.move(slot, ((FaultySlots) to).slots, toSlot);
    }
  }
}
