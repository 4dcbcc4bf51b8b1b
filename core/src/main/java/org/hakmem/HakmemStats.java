package org.hakmem;

import java.util.List;

/**
 * What an allocator held and did at about one moment: an immutable snapshot.
 *
 * <p>The figures are gathered while other threads go on, so they need not add up exactly unless the
 * allocator is quiet. All sizes are bytes, all counts are since the allocator's creation.
 *
 * @param liveBytes usable bytes of the blocks in the program's hands
 * @param liveBlocks number of these blocks
 * @param cachedBytes usable bytes of free blocks in magazines
 * @param freeBytes usable bytes of free blocks in slabs
 * @param remotePendingBytes usable bytes of blocks freed by threads that do not own their slab, not
 *     yet drained
 * @param committedBytes bytes counted against {@link HakmemConfig#maxBytes()}: pages in use, or
 *     free and not yet purged
 * @param residentBytes bytes of the allocator's mappings in physical memory, as the operating
 *     system says; -1 if unknown
 * @param reservedBytes bytes of address space held
 * @param heaps number of heaps, of threads that live or ended and of stripes
 * @param slabs number of slabs
 * @param classes the size classes in ascending order of block size; those without a slab are left
 *     out
 * @param refills where magazines were refilled from
 * @param protocol what the ownership protocol did
 * @param quarantine what closed batched arenas hold; part of what is live
 * @param scavenger how the thread is that gives memory back
 * @param checked what checks found and hold
 */
public record HakmemStats(
    long liveBytes,
    long liveBlocks,
    long cachedBytes,
    long freeBytes,
    long remotePendingBytes,
    long committedBytes,
    long residentBytes,
    long reservedBytes,
    int heaps,
    int slabs,
    List<SizeClass> classes,
    Refills refills,
    Protocol protocol,
    Quarantine quarantine,
    Scavenger scavenger,
    Checked checked) {

  /** Copies {@code classes}. */
  public HakmemStats {
    classes = List.copyOf(classes);
  }

  /**
   * One size class.
   *
   * @param blockBytes the size of its blocks
   * @param slabs its slabs
   * @param liveBlocks blocks in the program's hands
   * @param cachedBlocks free blocks in magazines
   * @param freeBlocks free blocks in slabs
   * @param remoteBlocks blocks freed by threads that do not own their slab, not yet drained
   */
  public record SizeClass(
      int blockBytes,
      int slabs,
      long liveBlocks,
      long cachedBlocks,
      long freeBlocks,
      long remoteBlocks) {

    /** Blocks of all kinds. */
    public long capacityBlocks() {
      return liveBlocks + cachedBlocks + freeBlocks + remoteBlocks;
    }
  }

  /**
   * How often each refill source gave the slab to allocate from.
   *
   * @param hot the slab in use
   * @param sticky one of the last few slabs used
   * @param bench another owned slab with room
   * @param mailbox a posted slab
   * @param adopt a slab left behind by an ended thread
   * @param gate a slab found by the sweep before the footprint grows
   * @param fresh a new slab
   */
  public record Refills(
      long hot, long sticky, long bench, long mailbox, long adopt, long gate, long fresh) {}

  /**
   * What the ownership protocol did.
   *
   * @param claimsWon slabs claimed
   * @param claimsLost claims that another thread won
   * @param drains drains of a slab's remote frees
   * @param remoteFrees blocks freed into slabs that the freeing heap did not own
   * @param adoptions slabs and whole heaps taken over from ended threads
   * @param purges stretches of memory given back to the operating system
   * @param slabsRetired slabs whose pages went back to their superslab
   * @param lateDoubleFrees double frees that were found after the calls that made them returned,
   *     and ignored; see {@link Safety}
   */
  public record Protocol(
      long claimsWon,
      long claimsLost,
      long drains,
      long remoteFrees,
      long adoptions,
      long purges,
      long slabsRetired,
      long lateDoubleFrees) {}

  /**
   * Closed {@linkplain Hakmem#newBatchedArena() batched arenas} whose memory is not freed yet. That
   * memory is in chunks that count as live blocks, but for portable memory, which is the JDK's.
   *
   * <p>Figures of sealed generations tell what is held back: by an arena of theirs that is still
   * open, or by a call of native code. What else there is waits for its generation to get old or
   * full.
   *
   * @param bytes bytes allocated by these arenas, each request rounded up to a multiple of 16
   * @param sealedBytes those of sealed generations, among {@code bytes}
   * @param arenas number of these arenas
   * @param sealedArenas those of sealed generations, among {@code arenas}
   * @param generations generations that are not ended, with such arenas or without
   */
  public record Quarantine(
      long bytes, long sealedBytes, long arenas, long sealedArenas, int generations) {}

  /**
   * The thread that gives memory back ({@link HakmemConfig#scavenger()}). One that ended, or has
   * been at one look for half a minute, is replaced by a later allocation or free that finds no
   * cached block or room.
   *
   * @param alive whether there is such a thread now; false if the configuration has none
   * @param lookMillis how long the look that goes on has taken so far; 0 if it sleeps or waits for
   *     the next one. More than a second means that a clean-up action of the program's holds it up,
   *     or the system
   * @param starts threads started; more than 1 means that one ended or was stuck
   * @param failures duties that ended with an exception or error, each of which is tried again
   */
  public record Scavenger(boolean alive, long lookMillis, long starts, long failures) {}

  /**
   * What checks hold and found. With {@link Safety#CHECKED} live bytes and blocks are what the
   * program asked for; committed and free bytes include what lies around the blocks, and classes
   * count quarantined blocks as live. With other settings all but the guarded blocks is 0.
   *
   * @param quarantinedBlocks freed blocks that wait, so that a late write to them is found
   * @param quarantinedBytes their bytes, with those around them
   * @param lateWrites freed blocks that were found written
   * @param guardedBlocks live blocks between inaccessible pages ({@link
   *     HakmemConfig#guardSample()}), which are among the live blocks
   * @param guarded blocks put there since the allocator's creation
   */
  public record Checked(
      long quarantinedBlocks,
      long quarantinedBytes,
      long lateWrites,
      long guardedBlocks,
      long guarded) {

    /** Those of an allocator that checks nothing. */
    static final Checked NONE = new Checked(0, 0, 0, 0, 0);
  }
}
