/** A program that uses hakmem. */
module outside {
  requires org.hakmem;
}
