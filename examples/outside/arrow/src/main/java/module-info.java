/** A program that uses Arrow's vectors, in hakmem's memory. */
module outside.arrow {
  requires org.apache.arrow.vector;
  requires org.hakmem.arrow;
}
