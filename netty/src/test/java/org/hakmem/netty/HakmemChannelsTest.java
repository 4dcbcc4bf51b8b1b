package org.hakmem.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The switch without code. That Netty's bootstraps use it, the example's test shows. */
class HakmemChannelsTest {

  private static ChannelInitializerExtension extension() {
    return ServiceLoader.load(ChannelInitializerExtension.class).stream()
        .filter(each -> each.type().equals(HakmemChannels.class))
        .findFirst()
        .orElseThrow()
        .get();
  }

  @Test
  void aChannelWithNettysDefaultGetsHakmems() {
    EmbeddedChannel channel = new EmbeddedChannel();
    assertThat(channel.alloc()).isSameAs(ByteBufAllocator.DEFAULT);
    extension().postInitializeClientChannel(channel);
    assertThat(channel.alloc()).isSameAs(HakmemByteBufAllocator.DEFAULT);
    channel.close();
  }

  @Test
  void aChannelKeepsTheAllocatorThatTheProgramChose() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
    extension().postInitializeServerChildChannel(channel);
    assertThat(channel.alloc()).isSameAs(UnpooledByteBufAllocator.DEFAULT);
    channel.close();
  }
}
