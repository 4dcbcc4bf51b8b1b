/** A program that uses LWJGL's memory functions, behind which hakmem is. */
module outside.lwjgl {
  requires org.hakmem;
  requires org.hakmem.lwjgl;
}
