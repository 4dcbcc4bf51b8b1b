package org.hakmem.examples.lwjgl;

// To run it: mvn -q -pl core,lwjgl,examples,examples/lwjgl -am test, or with the jars on the class
// path
// java --enable-native-access=ALL-UNNAMED org.hakmem.examples.lwjgl.Vertices

import java.nio.FloatBuffer;
import org.hakmem.Hakmem;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryUtil;

/** Fills a buffer of vertices that grows, as a program hands it to OpenGL or Vulkan. */
public final class Vertices {

  private static final int FLOATS = 100_000;

  private Vertices() {}

  /** Prints how many blocks of hakmem the buffer was, and its sum. */
  public static void main(String[] args) {
    // Before anything else of LWJGL is used; or by -Dorg.lwjgl.system.allocator=….
    Configuration.MEMORY_ALLOCATOR.set("org.hakmem.lwjgl.HakmemMemoryAllocator");

    FloatBuffer vertices = MemoryUtil.memAllocFloat(16);
    for (int i = 0; i < FLOATS; i++) {
      if (!vertices.hasRemaining()) {
        vertices = MemoryUtil.memRealloc(vertices, 2 * vertices.capacity());
      }
      vertices.put(i);
    }
    vertices.flip();
    double sum = 0;
    while (vertices.hasRemaining()) {
      sum += vertices.get();
    }
    System.out.printf(
        "%,d vertices in %d block of hakmem, sum %,.0f%n",
        FLOATS, Hakmem.shared().stats().liveBlocks(), sum);
    MemoryUtil.memFree(vertices);
    System.out.println(Hakmem.shared().stats().liveBlocks() + " blocks after it was freed");
  }
}
