/** A program that has hakmem's figures as Micrometer's meters. */
module outside.micrometer {
  requires org.hakmem.micrometer;
}
