package org.hakmem.examples.netty;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Connections to an {@link EchoServer}, each with one request under way, all answers checked. */
final class LoadClient implements AutoCloseable {

  /** Bodies of one to this many bytes. */
  private static final int MOST_BODY_BYTES = 4_000;

  private final EventLoopGroup group;
  private final CountDownLatch ended;
  private final LongAdder right = new LongAdder();
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private volatile boolean stopping;

  /** Connects and begins. */
  LoadClient(
      Transport transport,
      ByteBufAllocator allocator,
      int threads,
      InetSocketAddress server,
      int connections) {
    group = transport.newGroup(threads);
    ended = new CountDownLatch(connections);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(transport.channel())
            .option(ChannelOption.ALLOCATOR, allocator)
            .handler(new Pipeline());
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      channels.add(bootstrap.connect(server).syncUninterruptibly().channel());
    }
    for (int i = 0; i < connections; i++) {
      Channel channel = channels.get(i);
      Connection connection = new Connection(i);
      channel.pipeline().addLast(connection);
      channel.closeFuture().addListener(_ -> connection.ended()); // at once, if it is closed by now
    }
  }

  /** How many right answers came so far. */
  long answers() {
    return right.sum();
  }

  /** Whether any connection is open. */
  boolean isConnected() {
    return ended.getCount() != 0;
  }

  /**
   * Lets the last answers come, and ends all connections and threads.
   *
   * @throws IllegalStateException if an answer was wrong, or did not come
   */
  @Override
  public void close() {
    stopping = true;
    try {
      if (!ended.await(1, TimeUnit.MINUTES)) {
        fault.compareAndSet(null, new IllegalStateException("no answer for a minute"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Groups.shutDown(group);
    Throwable cause = fault.get();
    if (cause != null) {
      throw new IllegalStateException(cause);
    }
  }

  private static final class Pipeline extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(new HttpClientCodec(), new HttpObjectAggregator(EchoServer.MOST_BODY_BYTES));
    }
  }

  /** Asks again as soon as it is answered. */
  private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {

    private int seed;

    /** Whether the last answer came. The event loop's. */
    private boolean done;

    Connection(int seed) {
      this.seed = seed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      ask(context);
    }

    private void ask(ChannelHandlerContext context) {
      seed++;
      int bytes = 1 + Math.floorMod(seed * 7_919, MOST_BODY_BYTES);
      ByteBuf body = context.alloc().directBuffer(bytes);
      for (int i = 0; i < bytes; i++) {
        body.writeByte(seed + i);
      }
      var request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/echo", body);
      request.headers().set(HOST, "localhost");
      request.headers().setInt(CONTENT_LENGTH, bytes);
      context.writeAndFlush(request).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      requireRight(response);
      right.increment();
      if (stopping) {
        done = true;
        var _ = context.close();
      } else {
        ask(context);
      }
    }

    private void requireRight(FullHttpResponse response) {
      int bytes = 1 + Math.floorMod(seed * 7_919, MOST_BODY_BYTES);
      ByteBuf body = response.content();
      if (!response.status().equals(HttpResponseStatus.OK) || body.readableBytes() != bytes) {
        throw new IllegalStateException("asked with " + bytes + " bytes, answered: " + response);
      }
      for (int i = 0; i < bytes; i++) {
        byte wanted = (byte) (seed + i + 1);
        if (body.readByte() != wanted) {
          throw new IllegalStateException("byte " + i + " of the answer is not " + wanted);
        }
      }
    }

    private void ended() {
      if (!done) {
        fault.compareAndSet(null, new IllegalStateException("the server ended the connection"));
      }
      ended.countDown();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      fault.compareAndSet(null, cause);
      var _ = context.close();
    }
  }
}
