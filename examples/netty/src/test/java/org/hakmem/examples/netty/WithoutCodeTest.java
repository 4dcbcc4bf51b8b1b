package org.hakmem.examples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.hakmem.netty.HakmemByteBufAllocator;
import org.junit.jupiter.api.Test;

/** Netty's system property, which the build sets for this module's tests, and no option. */
class WithoutCodeTest {

  @Test
  void allChannelsUseHakmem() {
    assertThat(System.getProperty("io.netty.bootstrap.extensions")).isEqualTo("serviceload");
    EventLoopGroup group = Transport.NIO.newGroup(1);
    try {
      CompletableFuture<Channel> accepted = new CompletableFuture<>();
      Channel listener =
          new ServerBootstrap()
              .group(group)
              .channel(Transport.NIO.serverChannel())
              .childHandler(handler(accepted))
              .bind(InetAddress.getLoopbackAddress(), 0)
              .syncUninterruptibly()
              .channel();
      Channel client =
          new Bootstrap()
              .group(group)
              .channel(Transport.NIO.channel())
              .handler(handler(new CompletableFuture<>()))
              .connect(listener.localAddress())
              .syncUninterruptibly()
              .channel();
      assertThat(listener.alloc()).isSameAs(HakmemByteBufAllocator.DEFAULT);
      assertThat(client.alloc()).isSameAs(HakmemByteBufAllocator.DEFAULT);
      Channel child = accepted.join();
      // The extension comes after the initializer, in the same turn of the event loop.
      group.submit(() -> {}).syncUninterruptibly();
      assertThat(child.alloc()).isSameAs(HakmemByteBufAllocator.DEFAULT);
    } finally {
      Groups.shutDown(group);
    }
  }

  private static ChannelInitializer<Channel> handler(CompletableFuture<Channel> made) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        made.complete(channel);
      }
    };
  }
}
