package org.hakmem.internal.slab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.internal.superslab.PageRun;
import org.jspecify.annotations.Nullable;

/**
 * What a mailbox needs of a slab: whether it stands in one, and which comes after it there. So a
 * mailbox has nothing to allocate, and nothing that could fail.
 */
public abstract sealed class Mailable extends PageRun permits Slab {

  private static final VarHandle MAILED;

  static {
    try {
      MAILED = MethodHandles.lookup().findVarHandle(Mailable.class, "mailed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** 1 while a mailbox holds the slab. Volatile: see {@link #markMailed}. */
  @SuppressWarnings("unused") // through MAILED
  private volatile int mailed;

  /** The slab after this one in a mailbox; plain, see {@link #setNextMailed}. */
  private @Nullable Slab nextMailed;

  Mailable(long address, int pages) {
    super(address, pages);
  }

  /**
   * To be called after the slab was posted.
   *
   * <p>A slab may be claimed while a mailbox holds it, by a heap that found it elsewhere, and be
   * posted again. So that it never stands there twice, a poster posts and then marks, the one who
   * takes it out unmarks and then claims: the poster sees the mark gone, or the taker sees it
   * posted.
   *
   * @return whether the caller must put it into the mailbox
   */
  public boolean markMailed() {
    return (int) MAILED.getAndSet(this, 1) == 0;
  }

  /** To be called after the slab was taken out of a mailbox, before it is claimed. */
  public void unmarkMailed() {
    MAILED.setVolatile(this, 0);
  }

  /**
   * Sets the slab after this one in a mailbox. To be called by whoever marked this slab, before it
   * is in the mailbox, and then by whose turn it is there: the mark, the mailbox's inbox and its
   * turn hand the field over.
   */
  public void setNextMailed(@Nullable Slab next) {
    nextMailed = next;
  }

  /** The slab after this one in a mailbox, for whose turn it is there. */
  public @Nullable Slab nextMailed() {
    return nextMailed;
  }
}
