package org.hakmem;

/**
 * Initialises the classes that the first operations use, while an allocator is made: to do that
 * takes more of the stack than is made sure of before an operation. It takes no more time here than
 * there.
 */
final class Preload {

  static final String INTERNAL = "org.hakmem.internal.";

  /** A native image needs them named, in {@code reachability-metadata.json}. */
  static final String[] CLASSES = {
    "superslab.Superslab",
    "superslab.Superslab$Taken",
    "superslab.PageSet",
    "superslab.Holding",
    "superslab.Holding$Part",
    "superslab.SuperslabPool$Longer",
    "superslab.SuperslabPool$Rest",
    "superslab.LargeBlock",
    "superslab.LargeBlocks$BlockMaker",
    "memory.Carrier",
    "memory.Carrier$Linking",
    "slab.Slab",
    "slab.FreeSet",
    "slab.RemoteSet",
    "slab.Owner",
    "heap.SmallBlocks$SlabMaker",
    "heap.HeapState",
    "heap.Lease",
    "heap.Batch",
    "heap.InvalidFrees",
    "event.Events",
  };

  private Preload() {}

  /** Initialises them all; does nothing if that was done before. */
  static void classes() {
    for (String name : CLASSES) {
      try {
        Class.forName(INTERNAL + name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
