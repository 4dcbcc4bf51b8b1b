package org.hakmem.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Asks the system again for memory that it refused, to learn why. A call of its own, linked only
 * then: if all calls kept the error number, a program's first allocation would take longer.
 */
final class MapErrno {

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private MapErrno() {}

  /** Returns the error number of a mapping of so many bytes, or 0 if the system gives them now. */
  static int of(long bytes) {
    MethodHandle map = Libc.mapKeepingErrno();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long address = Libc.map(map, state, bytes);
      if (address == -1) {
        return (int) ERRNO.get(state, 0L);
      }
      Libc.unmap(address, bytes);
      return 0;
    }
  }
}
