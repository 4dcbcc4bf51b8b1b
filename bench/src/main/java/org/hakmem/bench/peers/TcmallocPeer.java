package org.hakmem.bench.peers;

import java.lang.invoke.MethodHandle;

/** tcmalloc of gperftools, called natively. */
final class TcmallocPeer implements Peer {

  private static final MethodHandle MALLOC = NativeLibrary.TCMALLOC.malloc("tc_malloc");
  private static final MethodHandle FREE = NativeLibrary.TCMALLOC.free("tc_free");

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
