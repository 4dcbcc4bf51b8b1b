package org.hakmem.internal.heap;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hakmem.internal.superslab.SuperslabPool;

/**
 * What gives memory back where there is no scavenger: whoever passes by, once in half a purge
 * delay, purges the pages that have been dirty for longer.
 *
 * <p>Any thread; nobody waits.
 */
final class PassingPurge implements Runnable {

  private final SuperslabPool pool;
  private final long intervalNanos;
  private final Reclaims reclaims;
  private final AtomicLong next;

  PassingPurge(SuperslabPool pool, long delayMillis, Reclaims reclaims) {
    this.pool = pool;
    this.reclaims = reclaims;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis) / 2;
    this.next = new AtomicLong(System.nanoTime() + intervalNanos);
  }

  @Override
  public void run() {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + intervalNanos)) {
      reclaims.begin();
      try {
        pool.purge(intervalNanos);
      } finally {
        reclaims.end();
      }
    }
  }
}
