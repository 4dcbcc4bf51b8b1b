package org.hakmem.arrow.jvm;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.BufferLedger;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.hakmem.Hakmem;
import org.hakmem.arrow.HakmemAllocationManager;

/** Programs that use Arrow, each run in a JVM of its own by {@link DefaultManagerTest}. */
final class Program {

  private Program() {}

  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "no-factory" -> noFactory();
      case "factory-first" -> factoryFirst();
      case "empty-first" -> emptyFirst();
      case "out-of-memory" -> outOfMemory();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** What programs do that know of no factory. */
  private static void noFactory() {
    try (RootAllocator allocator = new RootAllocator();
        BufferAllocator child = allocator.newChildAllocator("child", 0, Long.MAX_VALUE)) {
      describe(child);
    }
    System.out.println("left=" + Hakmem.shared().stats().liveBlocks());
  }

  /** The factory's class is the first of all that is initialised, and the default asks for it. */
  private static void factoryFirst() {
    var factory = HakmemAllocationManager.FACTORY;
    try (RootAllocator allocator =
        new RootAllocator(
            RootAllocator.configBuilder().allocationManagerFactory(factory).build())) {
      describe(allocator);
    }
  }

  /** The first of Arrow's classes is initialised by making the empty buffer. */
  private static void emptyFirst() {
    System.out.println("empty=" + HakmemAllocationManager.FACTORY.empty().capacity());
    noFactory();
  }

  /** With a limit on the shared allocator's memory. */
  private static void outOfMemory() {
    try (RootAllocator allocator = new RootAllocator()) {
      List<ArrowBuf> held = new ArrayList<>();
      try {
        while (true) {
          held.add(allocator.buffer(1 << 20));
        }
      } catch (OutOfMemoryException e) {
        System.out.println("told=" + e.getCause().getClass().getSimpleName());
      }
      System.out.println("booked=" + (allocator.getAllocatedMemory() - ((long) held.size() << 20)));
      held.forEach(ArrowBuf::close);
    } // Arrow, told to debug, compares all its books here
    System.out.println("left=" + Hakmem.shared().stats().liveBlocks());
  }

  private static void describe(BufferAllocator allocator) {
    try (ArrowBuf buffer = allocator.buffer(4097)) {
      buffer.setLong(4089, 42);
      BufferLedger ledger = (BufferLedger) buffer.getReferenceManager();
      System.out.println("manager=" + ledger.getAllocationManager().getClass().getSimpleName());
      System.out.println("capacity=" + buffer.capacity());
      System.out.println("blocks=" + Hakmem.shared().stats().liveBlocks());
    }
  }
}
