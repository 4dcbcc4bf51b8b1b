package org.hakmem.checked;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.hakmem.Hakmem;

/** Touches a block of the shared allocator where its argument says. */
final class GuardFaultChild {

  private static final int BYTES = 64;

  private GuardFaultChild() {}

  @SuppressWarnings("restricted") // as native code would
  private static void write(long address) {
    MemorySegment.ofAddress(address).reinterpret(1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
  }

  private static long allocates() {
    return Hakmem.shared().malloc(BYTES);
  }

  private static void frees(long block) {
    Hakmem.shared().free(block);
  }

  public static void main(String[] args) {
    long block = allocates();
    System.out.println(ProcessHandle.current().pid() + " " + Long.toHexString(block));
    System.out.flush();
    switch (args[0]) {
      case "overrun" -> write(block + BYTES);
      case "late" -> {
        frees(block);
        write(block);
      }
      default -> write(block);
    }
  }
}
