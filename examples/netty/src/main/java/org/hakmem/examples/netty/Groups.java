package org.hakmem.examples.netty;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;

/** Ends event loops. */
final class Groups {

  private static final long MOST_SECONDS = 10;

  private Groups() {}

  /** Returns when the group's threads have ended: what their channels held is released then. */
  static void shutDown(EventLoopGroup group) {
    group.shutdownGracefully(0, MOST_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
