// Calls the C library zlib, with all memory from arenas of hakmem's. To run it, at the project's
// root:
//
//   mvn -q -pl core,examples/zlib -am package -DskipTests
//   java --enable-native-access=ALL-UNNAMED -cp core/target/classes:examples/zlib/target/classes \
//       org.hakmem.examples.zlib.ZlibExample

package org.hakmem.examples.zlib;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;

/**
 * Three ways to use hakmem where C wants memory: an arena for one call, a struct that lives through
 * several calls, and one arena for each of many short requests.
 */
public final class ZlibExample {

  private static final String TEXT = "It was the best of times, it was the worst of times. ";
  private static final int REQUESTS = 1_000;
  private static final int CHUNK_BYTES = 512;

  private static final VarHandle NEXT_IN = field("next_in");
  private static final VarHandle AVAIL_IN = field("avail_in");
  private static final VarHandle NEXT_OUT = field("next_out");
  private static final VarHandle AVAIL_OUT = field("avail_out");
  private static final VarHandle TOTAL_OUT = field("total_out");

  private ZlibExample() {}

  private static VarHandle field(String name) {
    return Zlib.Z_STREAM.varHandle(PathElement.groupElement(name));
  }

  /** Prints what each way came to. */
  public static void main(String[] arguments) throws DataFormatException {
    Hakmem hakmem = Hakmem.shared();
    String text = TEXT.repeat(200);
    System.out.println("zlib " + Zlib.zlibVersion());

    byte[] packed = compress(hakmem, text);
    System.out.println("compress2: " + text.length() + " to " + packed.length + " bytes");
    System.out.println("the same again: " + uncompress(hakmem, packed, text.length()).equals(text));

    byte[] streamed = deflate(hakmem, text);
    System.out.println(
        "deflate, in pieces: " + text.length() + " to " + streamed.length + " bytes");
    System.out.println(
        "the same to the JDK: " + inflateByJdk(streamed, text.length()).equals(text));

    System.out.println("requests served: " + serve(hakmem));
  }

  /** One call: what it needs is allocated in an arena and gone at the end of the block. */
  static byte[] compress(Hakmem hakmem, String text) {
    try (HakmemArena arena = hakmem.newConfinedArena()) {
      MemorySegment from = arena.allocateFrom(text, StandardCharsets.UTF_8); // with a 0 at its end
      long bytes = from.byteSize() - 1;
      long bound = Zlib.compressBound(bytes);
      MemorySegment to = arena.allocateUninitialized(bound, 1); // zlib writes it
      MemorySegment length = arena.allocateFrom(JAVA_LONG, bound); // in: the room; out: the bytes
      requireOk(Zlib.compress2(to, length, from, bytes, Zlib.Z_BEST_COMPRESSION));
      return to.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
    }
  }

  /** The other way; how long the text is has to be known. */
  static String uncompress(Hakmem hakmem, byte[] packed, int textBytes) {
    try (HakmemArena arena = hakmem.newConfinedArena()) {
      MemorySegment from = arena.allocateFrom(JAVA_BYTE, packed);
      MemorySegment to = arena.allocate(textBytes + 1L); // zeroed: the text has its 0 at the end
      MemorySegment length = arena.allocateFrom(JAVA_LONG, to.byteSize() - 1);
      requireOk(Zlib.uncompress(to, length, from, packed.length));
      return to.getString(0, StandardCharsets.UTF_8);
    }
  }

  /** A struct that C keeps between calls, and a buffer that it fills again and again. */
  static byte[] deflate(Hakmem hakmem, String text) {
    try (HakmemArena arena = hakmem.newConfinedArena()) {
      MemorySegment stream = arena.allocate(Zlib.Z_STREAM); // zeroed, as zlib wants it
      MemorySegment version = arena.allocateFrom(Zlib.zlibVersion());
      MemorySegment from = arena.allocateFrom(text, StandardCharsets.UTF_8);
      MemorySegment chunk = arena.allocateUninitialized(CHUNK_BYTES, 1);
      requireOk(Zlib.deflateInit(stream, Zlib.Z_BEST_COMPRESSION, version));
      NEXT_IN.set(stream, 0L, from);
      AVAIL_IN.set(stream, 0L, (int) from.byteSize() - 1);
      byte[] packed = new byte[(int) Zlib.compressBound(from.byteSize())];
      int result;
      int bytes = 0;
      do {
        NEXT_OUT.set(stream, 0L, chunk);
        AVAIL_OUT.set(stream, 0L, CHUNK_BYTES);
        result = Zlib.deflate(stream, Zlib.Z_FINISH);
        int got = CHUNK_BYTES - (int) AVAIL_OUT.get(stream, 0L);
        MemorySegment.copy(chunk, JAVA_BYTE, 0, packed, bytes, got);
        bytes += got;
      } while (result == Zlib.Z_OK);
      if (result != Zlib.Z_STREAM_END || (long) TOTAL_OUT.get(stream, 0L) != bytes) {
        throw new IllegalStateException("zlib says " + result);
      }
      requireOk(Zlib.deflateEnd(stream));
      return Arrays.copyOf(packed, bytes);
    }
  }

  /** What the JDK's own zlib reads in it. */
  static String inflateByJdk(byte[] packed, int length) throws DataFormatException {
    byte[] text = new byte[length];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(packed);
      int bytes = inflater.inflate(text);
      return new String(text, 0, bytes, StandardCharsets.UTF_8);
    }
  }

  /**
   * Many short requests, each with an arena that may go from thread to thread: of the batched kind,
   * as to close a shared one takes as long as all the rest.
   */
  private static int serve(Hakmem hakmem) {
    int served = 0;
    for (int i = 0; i < REQUESTS; i++) {
      try (HakmemArena arena = hakmem.newBatchedArena()) {
        served += request(arena, "request " + i) > 0 ? 1 : 0;
      }
    }
    return served;
  }

  /** Takes any allocator: an arena, or the {@link Hakmem} itself. */
  private static long request(SegmentAllocator allocator, String text) {
    MemorySegment from = allocator.allocateFrom(text);
    MemorySegment length = allocator.allocateFrom(JAVA_LONG, Zlib.compressBound(from.byteSize()));
    MemorySegment to = allocator.allocate(length.get(JAVA_LONG, 0));
    requireOk(Zlib.compress2(to, length, from, from.byteSize(), 1));
    return length.get(JAVA_LONG, 0);
  }

  private static void requireOk(int result) {
    if (result != Zlib.Z_OK) {
      throw new IllegalStateException("zlib says " + result);
    }
  }
}
