package org.hakmem.netty;

import io.netty.buffer.AbstractByteBuf;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A buffer's reference count.
 *
 * <p>Netty's {@code AbstractReferenceCountedByteBuf} does the same with an object beside each
 * buffer. Here it is a field: a buffer that one thread makes and another releases is less memory to
 * write, and to fetch from the other's cache.
 *
 * <p>Invariant: {@code references >= 0}, and 0 for ever once it is 0; the one thread that brings it
 * there deallocates.
 */
abstract class CountedByteBuf extends AbstractByteBuf {

  private static final VarHandle REFERENCES;

  static {
    try {
      REFERENCES =
          MethodHandles.lookup().findVarHandle(CountedByteBuf.class, "references", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Read volatile and written by compare-and-set, which orders all uses of a buffer before its end.
   * The first value alone is written plain, with the rest of the object: who gets the buffer from
   * another thread gets it by something that orders, or has lost its memory's contents as well.
   */
  @SuppressWarnings("FieldMayBeFinal") // written through REFERENCES
  private int references = 1;

  /** One with one reference. */
  CountedByteBuf(int maxCapacity) {
    super(maxCapacity);
  }

  private int referencesVolatile() {
    return (int) REFERENCES.getVolatile(this);
  }

  /** Gives up what the buffer holds: called once, by the release of the last reference. */
  abstract void deallocate();

  @Override
  public final int refCnt() {
    return referencesVolatile();
  }

  @Override
  public final ByteBuf retain() {
    return retain(1);
  }

  @Override
  public final ByteBuf retain(int increment) {
    requirePositive(increment);
    int before;
    do {
      before = referencesVolatile();
      if (before == 0 || before + increment < 0) {
        throw new IllegalReferenceCountException(before, increment);
      }
    } while (!REFERENCES.compareAndSet(this, before, before + increment));
    return this;
  }

  @Override
  public final boolean release() {
    return release(1);
  }

  @Override
  public final boolean release(int decrement) {
    requirePositive(decrement);
    int before;
    do {
      before = referencesVolatile();
      if (before < decrement) {
        throw new IllegalReferenceCountException(before, -decrement);
      }
    } while (!REFERENCES.compareAndSet(this, before, before - decrement));
    if (before > decrement) {
      return false;
    }
    deallocate();
    return true;
  }

  private static void requirePositive(int change) {
    if (change <= 0) {
      throw new IllegalArgumentException(change + " references: must be positive");
    }
  }

  @Override
  public final ByteBuf touch() {
    return this;
  }

  @Override
  public final ByteBuf touch(Object hint) {
    return this;
  }
}
