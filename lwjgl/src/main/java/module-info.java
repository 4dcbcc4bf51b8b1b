/** hakmem as the allocator behind LWJGL's {@code MemoryUtil}. */
@org.jspecify.annotations.NullMarked
module org.hakmem.lwjgl {
  requires static org.jspecify;
  requires org.hakmem;
  requires transitive org.lwjgl;

  exports org.hakmem.lwjgl;
}
