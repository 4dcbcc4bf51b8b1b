package org.hakmem.examples.netty;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** How Netty talks to the system. */
enum Transport {
  NIO,
  EPOLL;

  /** Whether this machine has it. */
  boolean isAvailable() {
    return this == NIO || Epoll.isAvailable();
  }

  EventLoopGroup newGroup(int threads) {
    IoHandlerFactory factory =
        switch (this) {
          case NIO -> NioIoHandler.newFactory();
          case EPOLL -> EpollIoHandler.newFactory();
        };
    return new MultiThreadIoEventLoopGroup(threads, factory);
  }

  Class<? extends ServerSocketChannel> serverChannel() {
    return switch (this) {
      case NIO -> NioServerSocketChannel.class;
      case EPOLL -> EpollServerSocketChannel.class;
    };
  }

  Class<? extends SocketChannel> channel() {
    return switch (this) {
      case NIO -> NioSocketChannel.class;
      case EPOLL -> EpollSocketChannel.class;
    };
  }
}
