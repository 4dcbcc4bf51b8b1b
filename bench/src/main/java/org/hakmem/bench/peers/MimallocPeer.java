package org.hakmem.bench.peers;

import java.lang.invoke.MethodHandle;

/** mimalloc, called natively. */
final class MimallocPeer implements Peer {

  private static final MethodHandle MALLOC = NativeLibrary.MIMALLOC.malloc("mi_malloc");
  private static final MethodHandle FREE = NativeLibrary.MIMALLOC.free("mi_free");

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
