/** A program that uses Netty's buffers, in hakmem's memory. */
module outside.netty {
  requires org.hakmem.netty;
}
