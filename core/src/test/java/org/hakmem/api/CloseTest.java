package org.hakmem.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hakmem.Allocators;
import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.internal.memory.FailingMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {

  private static final String SCAVENGER = "hakmem-scavenger";

  /** Calls after the close, at the most. */
  private static final int AFTERWARDS = 1_000_000;

  @RegisterExtension final Allocators allocators = new Allocators();

  private volatile boolean closed;

  /** Every method, with arguments that would do before. */
  private static Map<String, ThrowingCallable> calls(Hakmem hakmem, long small, long large) {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("malloc", () -> hakmem.malloc(64));
    calls.put("malloc large", () -> hakmem.malloc(3 << 20));
    calls.put("malloc huge", () -> hakmem.malloc(64 << 20));
    calls.put("malloc aligned", () -> hakmem.malloc(64, 4096));
    calls.put("calloc", () -> hakmem.calloc(64));
    calls.put("calloc large", () -> hakmem.calloc(3 << 20));
    calls.put("realloc", () -> hakmem.realloc(small, 1000));
    calls.put("realloc in place", () -> hakmem.realloc(small, 64));
    calls.put("realloc large", () -> hakmem.realloc(large, 2 << 20));
    calls.put("realloc of nothing", () -> hakmem.realloc(0, 64));
    calls.put("free", () -> hakmem.free(small));
    calls.put("free large", () -> hakmem.free(large));
    calls.put("free inside", () -> hakmem.free(small + 8));
    calls.put("free foreign", () -> hakmem.free(1));
    calls.put("free nothing", () -> hakmem.free(0));
    calls.put("free segment", () -> hakmem.free(MemorySegment.ofAddress(small)));
    calls.put("usableSize", () -> hakmem.usableSize(small));
    calls.put("usableSize large", () -> hakmem.usableSize(large));
    calls.put("allocate", () -> hakmem.allocate(64, 8));
    calls.put("allocate aligned", () -> hakmem.allocate(64, 1 << 20));
    calls.put("stats", hakmem::stats);
    calls.put("trim", hakmem::trim);
    return calls;
  }

  private static void assertAllThrow(Map<String, ThrowingCallable> calls) {
    calls.forEach((name, call) ->
        assertThatIllegalStateException()
            .as(name)
            .isThrownBy(call)
            .withMessageContaining("closed"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128})
  void afterwardsEveryMethodSaysSo(int magazineCapacity) throws InterruptedException {
    Hakmem hakmem = allocators.create(settings -> settings.magazineCapacity(magazineCapacity));
    long small = hakmem.malloc(64);
    long large = hakmem.malloc(3 << 20);
    for (long size = 1; size < 100_000; size *= 2) { // so that the magazines are warm
      hakmem.free(hakmem.malloc(size));
    }
    Map<String, ThrowingCallable> calls = calls(hakmem, small, large);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    hakmem.close();
    assertAllThrow(calls);
    for (Thread.Builder builder : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
      Thread other =
          builder.unstarted(() -> {
            try {
              assertAllThrow(calls);
            } catch (AssertionError e) {
              failure.set(e);
            }
          });
      other.start();
      other.join();
      assertThat(failure.get()).isNull();
    }
  }

  /** A thread that has used it since long finds out too. */
  @Test
  void threadsWithWarmMagazinesFindOut() throws InterruptedException {
    Hakmem hakmem = allocators.create();
    AtomicReference<Throwable> end = new AtomicReference<>();
    CountDownLatch warm = new CountDownLatch(1);
    Thread user =
        Thread.ofPlatform()
            .start(() -> {
              try { // touches no memory, which is unmapped under it
                for (int left = AFTERWARDS; left > 0; left -= closed ? 1 : 0) {
                  hakmem.free(hakmem.malloc(64));
                  warm.countDown();
                }
              } catch (IllegalStateException e) {
                end.set(e);
              }
            });
    warm.await();
    hakmem.close();
    closed = true;
    user.join();
    assertThat(end.get()).isNotNull().hasMessageContaining("closed");
  }

  @Test
  void closingAgainDoesNothing() {
    Hakmem hakmem = allocators.create();
    hakmem.close();
    assertThatCode(hakmem::close).doesNotThrowAnyException();
  }

  @Test
  void allMemoryIsGivenBack() {
    FailingMemory memory = new FailingMemory(64 << 20);
    Hakmem hakmem = allocators.create(settings -> settings, memory);
    hakmem.malloc(64);
    hakmem.malloc(40 << 20);
    hakmem.close();
    assertThat(memory.isClosed()).isTrue();
  }

  private static long scavengers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SCAVENGER))
        .count();
  }

  /** Were it still at it, it could give memory back that is somebody else's by then. */
  @Test
  void theScavengerHasEnded() {
    for (int round = 0; round < 20; round++) {
      long before = scavengers();
      Hakmem hakmem = allocators.create(settings -> settings.scavenger(true).purgeDelayMillis(0));
      hakmem.free(hakmem.malloc(3 << 20));
      assertThat(scavengers()).isEqualTo(before + 1);
      hakmem.close();
      assertThat(scavengers()).isEqualTo(before);
    }
  }

  @Test
  void anInterruptedThreadClosesAndStaysInterrupted() {
    Hakmem hakmem = allocators.create(settings -> settings.scavenger(true));
    Thread.currentThread().interrupt();
    hakmem.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> hakmem.malloc(1));
  }

  @Test
  void theSharedInstanceCantBeClosedAndWorksOn() {
    Hakmem shared = Hakmem.shared();
    assertThat(Hakmem.shared()).isSameAs(shared);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(shared::close)
        .withMessageContaining("shared");
    MemorySegment block = shared.allocate(100);
    block.fill((byte) 1);
    shared.free(block);
  }

  @Test
  void instancesAreIndependent() {
    Hakmem first = allocators.create(settings -> settings.maxBytes(1 << 20));
    Hakmem second = allocators.create();
    long block = first.malloc(100);
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> second.free(block));
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> first.malloc(2 << 20));
    long other = second.malloc(2 << 20);
    assertThat(first.stats().liveBlocks()).isEqualTo(1);
    assertThat(second.stats().liveBlocks()).isEqualTo(1);
    first.close();
    Allocators.memory(second, other, 2 << 20).fill((byte) 1);
    second.free(other);
    Allocators.requireNothingLeft(second);
  }

  @Test
  void tryWithResourcesCloses() {
    Hakmem outer;
    try (Hakmem hakmem = Hakmem.create(HakmemConfig.defaults())) {
      hakmem.free(hakmem.malloc(10));
      outer = hakmem;
    }
    assertThatIllegalStateException().isThrownBy(outer::trim);
  }
}
