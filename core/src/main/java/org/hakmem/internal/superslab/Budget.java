package org.hakmem.internal.superslab;

import java.util.concurrent.atomic.AtomicLong;

/** A count of bytes that may not pass a limit. Any thread; lock-free. */
public final class Budget {

  private final long limit;
  private final AtomicLong spent = new AtomicLong();

  /** Bytes of the last spending that was refused. A benign race: it is for messages. */
  private volatile long refused;

  /** Nothing spent of {@code limit} bytes. */
  public Budget(long limit) {
    this.limit = limit;
  }

  /** Spends {@code bytes}, or nothing, and then returns false. */
  public boolean trySpend(long bytes) {
    long before = spent.get();
    while (bytes <= limit - before) {
      if (spent.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = spent.get();
    }
    refused = bytes;
    return false;
  }

  /** Forgets what was refused. */
  public void forgetRefused() {
    refused = 0;
  }

  /** Whether a spending was refused, and would be now. */
  public boolean refuses() {
    return refused > limit - spent.get();
  }

  /** Takes a spending back. */
  public void refund(long bytes) {
    spent.addAndGet(-bytes);
  }

  /** Bytes spent now. */
  public long spent() {
    return spent.get();
  }

  /** The limit in bytes. */
  public long limit() {
    return limit;
  }
}
