package org.hakmem.internal.checked;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Freed blocks in the order of their frees, the oldest first. Bounded by bytes and by number.
 *
 * <p>Any thread; a lock guards all. To add a block needs no Java heap.
 */
final class Quarantine {

  /** Blocks that wait at most: each takes some hundred bytes of the Java heap. */
  private static final int MAX_BLOCKS = 1 << 15;

  /** A block that takes more than one part in this many of the bytes does not wait. */
  private static final int SHARE = 4;

  /** Blocks remembered after they left. */
  private static final int MAX_REMEMBERED = 1 << 14;

  private final long maxBytes;
  private @Nullable CheckedBlock oldest;
  private @Nullable CheckedBlock newest;
  private long bytes;
  private long blocks;

  /** The last blocks that left, by their address. */
  private final Map<Long, CheckedBlock> remembered = new Remembered();

  private static final class Remembered extends LinkedHashMap<Long, CheckedBlock> {

    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, CheckedBlock> eldest) {
      return size() > MAX_REMEMBERED;
    }
  }

  /** An empty one. */
  Quarantine(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whether a block is small enough to wait. */
  boolean accepts(CheckedBlock block) {
    return block.spanBytes() <= maxBytes / SHARE;
  }

  /** Adds a block, which may exceed the bounds: {@link #pollExcess} tells. */
  synchronized void add(CheckedBlock block) {
    if (newest == null) {
      oldest = block;
    } else {
      newest.next = block;
    }
    newest = block;
    bytes += block.spanBytes();
    blocks++;
  }

  /** Removes and returns the oldest block if the bounds are exceeded, else returns null. */
  synchronized @Nullable CheckedBlock pollExcess() {
    return bytes > maxBytes || blocks > MAX_BLOCKS ? poll() : null;
  }

  /** Removes and returns the oldest block, or null if there is none. */
  synchronized @Nullable CheckedBlock poll() {
    CheckedBlock block = oldest;
    if (block != null) {
      oldest = block.next;
      newest = oldest == null ? null : newest;
      block.next = null;
      bytes -= block.spanBytes();
      blocks--;
    }
    return block;
  }

  /** Remembers a block that left, for messages about its address. */
  synchronized void remember(CheckedBlock block) {
    remembered.put(block.address(), block);
  }

  /** Forgets the blocks that left. */
  synchronized void forget() {
    remembered.clear();
  }

  /** Returns the last block at {@code address} that left, if it is remembered. */
  synchronized @Nullable CheckedBlock remembered(long address) {
    return remembered.get(address);
  }

  /** Returns the bytes that wait, with those around the blocks. */
  synchronized long bytes() {
    return bytes;
  }

  /** Returns the number of blocks that wait. */
  synchronized long blocks() {
    return blocks;
  }
}
