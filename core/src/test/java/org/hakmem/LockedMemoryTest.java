package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Memory that the program has locked with the system's own calls. */
@Tag("native-only")
class LockedMemoryTest {

  private static final long SUPERSLAB = 2L << 20;
  private static final long PAGE = 64 << 10;
  private static final long OS_PAGE = 4096;
  private static final int MCL_CURRENT = 1;
  private static final int MCL_ONFAULT = 4;

  @RegisterExtension final Allocators allocators = new Allocators();

  private static int call(String name, long a, long b) throws Throwable {
    Linker linker = Linker.nativeLinker();
    @SuppressWarnings("restricted")
    MethodHandle function =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    return (int) function.invokeExact(a, b);
  }

  private static long freedSuperslab(Hakmem hakmem) {
    long block = hakmem.malloc(SUPERSLAB);
    Allocators.memory(hakmem, block, SUPERSLAB).fill((byte) 1);
    return block;
  }

  private static long resident(Hakmem hakmem, long superslab) {
    return hakmem.engine().os().residentBytes(superslab, SUPERSLAB);
  }

  @Test
  void allButALockedOsPageGoesBack() throws Throwable {
    Hakmem hakmem = allocators.create();
    assumeTrue(hakmem.engine().os().pageBytes() == OS_PAGE);
    long block = freedSuperslab(hakmem);
    long locked = block + 700 * 1024;
    assumeTrue(call("mlock", locked, OS_PAGE) == 0);
    hakmem.free(block);
    assertThat(hakmem.trim()).isEqualTo(SUPERSLAB - PAGE);
    assertThat(resident(hakmem, block)).isEqualTo(OS_PAGE);
    assertThat(Allocators.stats(hakmem).committedBytes()).isEqualTo(PAGE);
    assertThat(hakmem.trim()).isZero();

    assertThat(call("munlock", locked, OS_PAGE)).isZero();
    assertThat(hakmem.trim()).isEqualTo(PAGE);
    assertThat(resident(hakmem, block)).isZero();
    Allocators.requireNothingLeft(hakmem);
  }

  /** An address that is handed out again is what it always was. */
  @Test
  void whatCouldNotBePurgedIsNotTakenForZero() throws Throwable {
    Hakmem hakmem = allocators.create();
    long block = freedSuperslab(hakmem);
    assumeTrue(call("mlock", block + PAGE, OS_PAGE) == 0);
    hakmem.free(block);
    hakmem.trim();
    long again = hakmem.calloc(SUPERSLAB);
    assertThat(again).isEqualTo(block);
    for (long at = 0; at < SUPERSLAB; at += 512) {
      assertThat(Allocators.memory(hakmem, again + at, 1).get(ValueLayout.JAVA_BYTE, 0)).isZero();
    }
    call("munlock", block + PAGE, OS_PAGE);
    hakmem.free(again);
    Allocators.requireNothingLeft(hakmem);
  }

  @Test
  void afterAllIsLockedNothingGoesBackUntilItIsUnlocked() throws Throwable {
    Hakmem hakmem = allocators.create();
    long block = freedSuperslab(hakmem);
    assumeTrue(call("mlockall", MCL_CURRENT | MCL_ONFAULT, 0) == 0);
    try {
      hakmem.free(block);
      assertThat(hakmem.trim()).isZero();
      assertThat(Allocators.stats(hakmem).committedBytes()).isEqualTo(SUPERSLAB);
    } finally {
      call("munlockall", 0, 0);
    }
    Allocators.requireNothingLeft(hakmem);
  }
}
