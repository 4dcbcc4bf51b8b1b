package org.hakmem.bench.peers;

/**
 * An allocator under measurement.
 *
 * <p>Workloads keep their blocks in {@link Slots}, because what a program holds of a block differs:
 * an address for {@code malloc}, a {@code ByteBuf} for Netty, an {@code Arena} for Java's own. So
 * no peer pays for a detour through somebody else's handle.
 *
 * <p>A class, not an interface: each measured JVM loads one concrete subclass only, so that
 * class-hierarchy analysis binds the calls statically and C2 inlines them. Safe for any thread,
 * unless {@link PeerName#freesAcrossThreads()} says otherwise.
 */
public abstract class Peer {

  Peer() {}

  /**
   * Makes an empty table of blocks.
   *
   * @param count how many blocks it holds at most
   * @param typicalBytes what blocks have on average; like the next, only {@link FloorPeer} looks
   * @param largestBytes the most that a block will have
   */
  public abstract Slots slots(int count, long typicalBytes, long largestBytes);

  /**
   * Allocates a block and frees it at once, without storing it anywhere.
   *
   * @return something that depends on the block
   */
  public abstract long pair(long byteSize);

  /**
   * Makes a thread that may use this peer at its best; it is not started. A daemon, so that one
   * that hangs does not keep the program from ending.
   */
  public Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Whether a block's contents are its holder's alone: not so for {@link FloorPeer}'s. */
  public boolean keepsContents() {
    return true;
  }

  /** Whether its slots time every single call, so that a workload should go through them. */
  public boolean timesCalls() {
    return false;
  }
}
