package org.hakmem.internal.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A block that several threads allocate from by moving its {@code next}, and never free to: it is
 * released as a whole.
 *
 * <p>All but {@code next} is written by its maker before others see it. Progress: lock-free.
 */
final class Chunk {

  /** Has no room; where there is no chunk yet. */
  static final Chunk NONE = new Chunk();

  /** Stands in a list of chunks that was released. */
  static final Chunk RELEASED = new Chunk();

  private static final VarHandle NEXT;

  static {
    try {
      NEXT = MethodHandles.lookup().findVarHandle(Chunk.class, "next", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long address;
  private long limit;
  private @Nullable Chunk below;

  /** The first byte that is nobody's. */
  private volatile long next;

  /** One without memory, so that there is no chunk without an object if the Java heap is full. */
  Chunk() {}

  /** Gives it its memory, of which what is before {@code from} is taken; by its maker. */
  void begin(long block, long from, long end) {
    address = block;
    limit = end;
    NEXT.set(this, from);
  }

  /** The block. */
  long address() {
    return address;
  }

  @Nullable Chunk below() {
    return below;
  }

  /** Puts it on top of another in a list; by its maker. */
  void setBelow(@Nullable Chunk chunk) {
    below = chunk;
  }

  /**
   * Takes {@code room} bytes, a {@linkplain Request#room request's}. What moves {@code next} needs
   * no order: it hands out addresses, and the memory has no contents that one thread left there for
   * another.
   *
   * @return their address, or 0 if the chunk has not so many left
   */
  long take(long room, long alignment) {
    while (true) {
      long from = next;
      long to = Request.place(from, alignment);
      if (limit - to < room) {
        return 0;
      }
      if (NEXT.compareAndSet(this, from, to + room)) {
        return to;
      }
    }
  }
}
