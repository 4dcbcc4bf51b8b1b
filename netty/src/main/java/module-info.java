/** A {@code ByteBufAllocator} of Netty whose direct buffers are blocks of hakmem. */
@org.jspecify.annotations.NullMarked
module org.hakmem.netty {
  requires transitive io.netty.buffer;
  requires io.netty.common;
  requires transitive org.hakmem;
  requires static io.netty.transport;
  requires static org.jspecify;

  exports org.hakmem.netty;

  provides io.netty.bootstrap.ChannelInitializerExtension with
      org.hakmem.netty.HakmemChannels;
}
