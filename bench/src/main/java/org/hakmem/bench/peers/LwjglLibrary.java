package org.hakmem.bench.peers;

import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;
import org.hakmem.bench.peers.NativeFunctions.ThreadCare;
import org.lwjgl.system.MemoryUtil.MemoryAllocator;
import org.lwjgl.system.jemalloc.JEmalloc;
import org.lwjgl.system.rpmalloc.RPmalloc;

/**
 * The native allocators that LWJGL brings along, at their best: LWJGL loads the library and tells
 * its functions' addresses, which are then called without LWJGL's own, slower, bindings.
 */
enum LwjglLibrary {
  RPMALLOC,
  JEMALLOC;

  /**
   * Loads the library, for good, and binds its functions.
   *
   * @throws MissingPeerException if it can't be loaded
   */
  NativeFunctions functions() {
    try {
      return this == RPMALLOC ? rpmalloc() : jemalloc();
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new MissingPeerException(
          "can't load LWJGL's %s, which is in the jar for Linux on x86-64 only: %s"
              .formatted(label(), String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private String label() {
    return this == RPMALLOC ? "rpmalloc" : "jemalloc";
  }

  private static NativeFunctions jemalloc() {
    return NativeFunctions.at(
        function ->
            MemorySegment.ofAddress(
                switch (function) {
                  case "malloc" -> JEmalloc.Functions.malloc;
                  case "calloc" -> JEmalloc.Functions.calloc;
                  case "memalign" -> JEmalloc.Functions.aligned_alloc;
                  case "realloc" -> JEmalloc.Functions.realloc;
                  case "free" -> JEmalloc.Functions.free;
                  default -> throw new IllegalArgumentException(function);
                }),
        ThreadCare.NONE);
  }

  private static NativeFunctions rpmalloc() {
    if (RPmalloc.nrpmalloc_initialize(0) != 0) {
      throw new UnsatisfiedLinkError("rpmalloc_initialize failed");
    }
    MemoryAllocator functions = new RPmalloc.Allocator();
    return NativeFunctions.at(
        function -> {
          LongSupplier address =
              switch (function) {
                case "malloc" -> functions::getMalloc;
                case "calloc" -> functions::getCalloc;
                case "memalign" -> functions::getAlignedAlloc;
                case "realloc" -> functions::getRealloc;
                case "free" -> functions::getFree;
                default -> throw new IllegalArgumentException(function);
              };
          return MemorySegment.ofAddress(address.getAsLong());
        },
        LwjglLibrary::withRpmalloc);
  }

  /** rpmalloc wants to know its threads. */
  private static void withRpmalloc(Runnable task) {
    RPmalloc.rpmalloc_thread_initialize();
    try {
      task.run();
    } finally {
      RPmalloc.rpmalloc_thread_finalize();
    }
  }
}
