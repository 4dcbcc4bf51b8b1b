package org.hakmem.examples.zlib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * What {@code zlib.h} declares, as far as it is used here, in the form that jextract gives such
 * bindings: a function takes what the C function takes. For Linux on 64 bits.
 */
final class Zlib {

  static final int Z_OK = 0;
  static final int Z_STREAM_END = 1;
  static final int Z_NO_FLUSH = 0;
  static final int Z_FINISH = 4;
  static final int Z_BEST_COMPRESSION = 9;

  /** {@code struct z_stream}. */
  static final MemoryLayout Z_STREAM =
      MemoryLayout.structLayout(
              ADDRESS.withName("next_in"),
              JAVA_INT.withName("avail_in"),
              MemoryLayout.paddingLayout(4),
              JAVA_LONG.withName("total_in"),
              ADDRESS.withName("next_out"),
              JAVA_INT.withName("avail_out"),
              MemoryLayout.paddingLayout(4),
              JAVA_LONG.withName("total_out"),
              ADDRESS.withName("msg"),
              ADDRESS.withName("state"),
              ADDRESS.withName("zalloc"),
              ADDRESS.withName("zfree"),
              ADDRESS.withName("opaque"),
              JAVA_INT.withName("data_type"),
              MemoryLayout.paddingLayout(4),
              JAVA_LONG.withName("adler"),
              JAVA_LONG.withName("reserved"))
          .withName("z_stream");

  private static final Linker LINKER = Linker.nativeLinker();

  @SuppressWarnings("restricted") // the program is started with native access
  private static final SymbolLookup LIBRARY =
      SymbolLookup.libraryLookup("libz.so.1", Arena.global());

  private static final MethodHandle VERSION = link("zlibVersion", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle COMPRESS_BOUND =
      link("compressBound", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle COMPRESS2 =
      link(
          "compress2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle UNCOMPRESS =
      link("uncompress", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle DEFLATE_INIT =
      link("deflateInit_", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle DEFLATE =
      link("deflate", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle DEFLATE_END =
      link("deflateEnd", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private Zlib() {}

  @SuppressWarnings("restricted") // the program is started with native access
  private static MethodHandle link(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type);
  }

  /** A call; zlib's functions throw nothing. */
  private interface Call<T> {
    T make() throws Throwable;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.make();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException(t);
    }
  }

  /** {@code const char *zlibVersion(void)}, copied into a string. */
  @SuppressWarnings("restricted") // a C string says by itself where it ends
  static String zlibVersion() {
    MemorySegment text = call(() -> (MemorySegment) VERSION.invokeExact());
    return text.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** {@code uLong compressBound(uLong sourceLen)}. */
  static long compressBound(long sourceLength) {
    return call(() -> (long) COMPRESS_BOUND.invokeExact(sourceLength));
  }

  /** {@code int compress2(Bytef *, uLongf *, const Bytef *, uLong, int)}. */
  static int compress2(
      MemorySegment to, MemorySegment toLength, MemorySegment from, long fromLength, int level) {
    return call(() -> (int) COMPRESS2.invokeExact(to, toLength, from, fromLength, level));
  }

  /** {@code int uncompress(Bytef *, uLongf *, const Bytef *, uLong)}. */
  static int uncompress(
      MemorySegment to, MemorySegment toLength, MemorySegment from, long fromLength) {
    return call(() -> (int) UNCOMPRESS.invokeExact(to, toLength, from, fromLength));
  }

  /** {@code int deflateInit_(z_streamp, int, const char *, int)}. */
  static int deflateInit(MemorySegment stream, int level, MemorySegment version) {
    int bytes = (int) Z_STREAM.byteSize();
    return call(() -> (int) DEFLATE_INIT.invokeExact(stream, level, version, bytes));
  }

  /** {@code int deflate(z_streamp, int)}. */
  static int deflate(MemorySegment stream, int flush) {
    return call(() -> (int) DEFLATE.invokeExact(stream, flush));
  }

  /** {@code int deflateEnd(z_streamp)}. */
  static int deflateEnd(MemorySegment stream) {
    return call(() -> (int) DEFLATE_END.invokeExact(stream));
  }
}
