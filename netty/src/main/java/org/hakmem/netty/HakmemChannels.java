package org.hakmem.netty;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;

/**
 * Makes {@link HakmemByteBufAllocator#DEFAULT} the allocator of all channels of a program, without
 * a change of its code: Netty's bootstraps find this class as a service if the system property
 * {@code io.netty.bootstrap.extensions} is {@code serviceload}.
 *
 * <p>A channel for which the program chose an allocator itself keeps it. What takes a buffer from
 * {@link ByteBufAllocator#DEFAULT} or from {@code Unpooled}, and not from its channel, is not
 * reached.
 */
@SuppressWarnings("exports") // of netty-transport: whoever only has buffers need not have it
public final class HakmemChannels extends ChannelInitializerExtension {

  /** For {@link java.util.ServiceLoader}. */
  public HakmemChannels() {}

  @Override
  public void postInitializeServerListenerChannel(ServerChannel channel) {
    setAllocator(channel);
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    setAllocator(channel);
  }

  @Override
  public void postInitializeClientChannel(Channel channel) {
    setAllocator(channel);
  }

  private static void setAllocator(Channel channel) {
    if (channel.config().getAllocator().equals(ByteBufAllocator.DEFAULT)) {
      channel.config().setAllocator(HakmemByteBufAllocator.DEFAULT);
    }
  }
}
