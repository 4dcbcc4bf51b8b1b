package org.hakmem.examples.recipes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.hakmem.Hakmem;

/**
 * In place of {@code Unsafe.allocateMemory}: a table of longs that grows, as it stands in many a
 * program.
 *
 * <pre>
 *   address = UNSAFE.allocateMemory(bytes);            address = HAKMEM.malloc(bytes);
 *   address = UNSAFE.reallocateMemory(address, bytes); address = HAKMEM.realloc(address, bytes);
 *   UNSAFE.setMemory(address, bytes, (byte) 0);        HAKMEM.calloc(bytes), or segment.fill((byte) 0)
 *   UNSAFE.putLong(address + 8 * i, value);            MEMORY.set(JAVA_LONG, address + 8 * i, value);
 *   UNSAFE.freeMemory(address);                        HAKMEM.free(address);
 * </pre>
 *
 * <p>{@link #MEMORY} spans all addresses, so access to it is as unchecked as {@code Unsafe}'s and
 * as fast. A segment of the block alone, from {@link Hakmem#allocate(long)}, is checked.
 */
public final class LongTable implements AutoCloseable {

  private static final Hakmem HAKMEM = Hakmem.shared();

  @SuppressWarnings("restricted") // whoever writes through an address must be allowed to
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private long address = HAKMEM.calloc(8 * Long.BYTES);
  private long length = 8;

  /** Makes a table of eight zeros. */
  public LongTable() {}

  /** How many there are. */
  public long length() {
    return length;
  }

  /** Doubles the table; what is new is zero. */
  public void grow() {
    long bytes = length * Long.BYTES;
    address = HAKMEM.realloc(address, 2 * bytes); // if that fails, the old one is untouched
    MEMORY.asSlice(address + bytes, bytes).fill((byte) 0);
    length *= 2;
  }

  /** One of them; nobody checks the index. */
  public long get(long index) {
    return MEMORY.get(ValueLayout.JAVA_LONG, address + index * Long.BYTES);
  }

  /** Sets one of them; nobody checks the index. */
  public void set(long index, long value) {
    MEMORY.set(ValueLayout.JAVA_LONG, address + index * Long.BYTES, value);
  }

  @Override
  public void close() {
    HAKMEM.free(address);
    address = 0; // so that closing twice does no harm
  }
}
