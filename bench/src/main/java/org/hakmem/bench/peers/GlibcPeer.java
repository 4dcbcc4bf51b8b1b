package org.hakmem.bench.peers;

import java.lang.invoke.MethodHandle;

/** The C library's allocator, called natively. */
final class GlibcPeer implements Peer {

  private static final MethodHandle MALLOC = NativeLibrary.GLIBC.malloc("malloc");
  private static final MethodHandle FREE = NativeLibrary.GLIBC.free("free");

  @Override
  public long malloc(long byteSize, long spot) {
    try {
      return (long) MALLOC.invokeExact(byteSize);
    } catch (Throwable t) {
      throw NativeLibrary.unexpected(t);
    }
  }

  @Override
  public void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable t) {
      throw NativeLibrary.unexpected(t);
    }
  }
}
