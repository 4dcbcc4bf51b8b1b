package org.hakmem;

import org.hakmem.internal.memory.Daemon;

/**
 * Loads and links the allocator's classes in a thread of its own, while who makes a program's first
 * allocator links the C library: 99 ms instead of 107 for the first malloc (medians of 14 JVMs
 * each, interleaved, on two processors).
 *
 * <p>Initialises none of them, so the two threads never wait for each other in a circle: to
 * initialise a class is to hold it until all that it needs are initialised too, to link one is not.
 */
final class Prelink implements Runnable {

  /** What is made with every allocator, besides {@link Preload}'s classes. */
  static final String[] CLASSES = {
    "memory.RawMemory",
    "superslab.Budget",
    "superslab.SuperslabPool",
    "superslab.SuperslabTable",
    "superslab.Region",
    "superslab.FreeRuns",
    "slab.BlockStates",
    "memory.NativeByteMap",
    "superslab.LargeBlocks",
    "superslab.MappedBlocks",
    "superslab.SpareMappings",
    "superslab.HugePages",
    "slab.SizeClasses",
    "heap.SmallAllocator",
    "heap.SmallBlocks",
    "heap.HeapRegistry",
    "heap.Heap",
    "heap.Mailbox",
    "heap.CurrentHeap",
    "heap.CarrierHeaps",
    "heap.Stripes",
    "heap.Bin",
    "heap.ThreadRef",
    "heap.Counter",
    "heap.Magazines",
    "heap.SlowPath",
    "heap.Refill",
    "heap.HotSource",
    "heap.StickySource",
    "heap.BenchSource",
    "heap.MailboxSource",
    "heap.AdoptSource",
    "heap.GateSource",
    "heap.FreshSource",
    "heap.Flush",
    "heap.Growth",
    "heap.Reclaimer",
    "heap.IdleHeaps",
    "heap.Census",
    "heap.Scavenger",
    "heap.ScavengerThread",
    "heap.OpenGate",
    "heap.IdleWatch",
    "arena.Generations",
  };

  /** A benign race: to begin twice costs a thread and changes nothing. */
  private static boolean begun;

  Prelink() {}

  /** Begins, unless that was done before. Does nothing where there can be no more threads. */
  static void begin() {
    if (begun) {
      return;
    }
    begun = true;
    try {
      Daemon.of("hakmem-link", new Prelink(), 0).start();
    } catch (OutOfMemoryError e) { // then its starter does it all by and by
    }
  }

  @Override
  public void run() {
    try {
      link(Preload.CLASSES);
      link(CLASSES);
    } catch (ClassNotFoundException | Error e) { // who needs the class finds out, and can say so
    }
  }

  /** HotSpot links a class that is asked for its members. */
  private static void link(String[] names) throws ClassNotFoundException {
    ClassLoader loader = Prelink.class.getClassLoader();
    for (String name : names) {
      var _ = Class.forName(Preload.INTERNAL + name, false, loader).getDeclaredConstructors();
    }
  }
}
