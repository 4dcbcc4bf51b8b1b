package org.hakmem.examples.netty;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderValues.APPLICATION_OCTET_STREAM;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers every request with its own body, each byte one more than it was. */
final class EchoServer implements AutoCloseable {

  static final int MOST_BODY_BYTES = 1 << 20;

  private final EventLoopGroup group;
  private final ChannelGroup connections;
  private final Channel listener;

  /** Listens on loopback, at a port of the system's choice. */
  EchoServer(Transport transport, ByteBufAllocator allocator, int threads) {
    group = transport.newGroup(threads);
    connections = new DefaultChannelGroup(group.next(), true); // one that comes late is closed, too
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(transport.serverChannel())
            // These two lines make a server use hakmem.
            .option(ChannelOption.ALLOCATOR, allocator)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .childHandler(new Pipeline())
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /**
   * Ends all connections and threads. The connections by name: an event loop that is told to end
   * between its look for that and its last tasks ends, and leaves its sockets open.
   */
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    connections.close().awaitUninterruptibly();
    Groups.shutDown(group);
  }

  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      connections.add(channel);
      channel
          .pipeline()
          .addLast(new HttpServerCodec(), new HttpObjectAggregator(MOST_BODY_BYTES), new Echo());
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      ByteBuf question = request.content();
      ByteBuf answer = context.alloc().directBuffer(question.readableBytes());
      while (question.isReadable()) {
        answer.writeByte(question.readByte() + 1);
      }
      var response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, answer);
      response.headers().set(CONTENT_TYPE, APPLICATION_OCTET_STREAM);
      response.headers().setInt(CONTENT_LENGTH, answer.readableBytes());
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client sees that, and says so
    }
  }
}
