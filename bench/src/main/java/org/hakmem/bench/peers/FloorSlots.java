package org.hakmem.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Slots whose blocks lie in spots side by side.
 *
 * <pre>
 *   spot of slot s = first + s * apart       apart: an odd number of cache lines
 * </pre>
 *
 * Spots are a typical block apart, as an allocator's blocks are; larger blocks overlap the next. An
 * odd number, so that the spots are spread over all sets of a cache. The memory is not touched
 * before a workload touches it.
 */
final class FloorSlots extends Slots {

  private static final long LINE = 64;

  /** Processors fetch lines in pairs: no two tables have parts of one pair. */
  private static final long PAIR = 2 * LINE;

  private static final MethodHandle MALLOC =
      bind("malloc", FunctionDescriptor.of(ADDRESS, JAVA_LONG));
  private static final MethodHandle FREE = bind("free", FunctionDescriptor.ofVoid(ADDRESS));

  private final long[] addresses;
  private final long first;
  private final long apart;

  /** Kept so that the memory stays as long as this object. */
  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final MemorySegment spots;

  FloorSlots(int count, long typicalBytes, long largestBytes) {
    addresses = new long[count];
    apart = ((typicalBytes + LINE - 1) / LINE | 1) * LINE;
    spots = untouched(count * apart + largestBytes + 2 * PAIR);
    first = roundUp(spots.address());
  }

  @Override
  public int count() {
    return addresses.length;
  }

  @Override
  public long malloc(int slot, long byteSize) {
    long address = first + slot * apart;
    addresses[slot] = address;
    return address;
  }

  @Override
  public long calloc(int slot, long byteSize) {
    long address = malloc(slot, byteSize);
    BlockMemory.fill(address, byteSize, (byte) 0);
    return address;
  }

  @Override
  public long aligned(int slot, long byteSize, long byteAlignment) {
    return malloc(slot, byteSize);
  }

  @Override
  public long realloc(int slot, int toSlot, long oldByteSize, long newByteSize) {
    free(slot);
    return malloc(toSlot, newByteSize);
  }

  @Override
  public void free(int slot) {
    // Reads the slot, as every peer does.
    if (addresses[slot] == 0) {
      throw new IllegalStateException("slot " + slot + " is empty");
    }
    addresses[slot] = 0;
  }

  @Override
  public long address(int slot) {
    return addresses[slot];
  }

  @Override
  public void move(int slot, Slots to, int toSlot) {
    ((FloorSlots) to).addresses[toSlot] = addresses[slot];
    addresses[slot] = 0;
  }

  private static long roundUp(long bytes) {
    return (bytes + PAIR - 1) / PAIR * PAIR;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment untouched(long byteSize) {
    try {
      MemorySegment memory = (MemorySegment) MALLOC.invokeExact(byteSize);
      if (memory.address() == 0) {
        throw new OutOfMemoryError(byteSize + " bytes for the floor's spots");
      }
      return memory.reinterpret(byteSize, Arena.ofAuto(), FloorSlots::release);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static void release(MemorySegment memory) {
    try {
      FREE.invokeExact(memory);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle bind(String function, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor);
  }
}
