package org.hakmem.arrow.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.hakmem.Hakmem;
import org.hakmem.arrow.HakmemAllocationManager;
import org.junit.jupiter.api.Test;

/** Programs that take no factory are served by hakmem, as soon as it is on their class path. */
class DefaultManagerTest {

  private static final Path CORE = Jvm.of(Hakmem.class);
  private static final Path ADAPTER = Jvm.of(HakmemAllocationManager.class);
  private static final Path ARROW = Jvm.of(ArrowBuf.class);
  private static final Path LOG = Jvm.of("org.slf4j.Logger");
  private static final Path UNSAFE =
      Jvm.of("org.apache.arrow.memory.unsafe.UnsafeAllocationManager");
  private static final List<Path> NETTY =
      List.of(
          Jvm.of("org.apache.arrow.memory.netty.NettyAllocationManager"),
          Jvm.of("io.netty.buffer.PooledByteBufAllocatorL"),
          Jvm.of("io.netty.buffer.ByteBuf"),
          Jvm.of("io.netty.util.ReferenceCounted"));

  private static final List<Path> NEEDED = List.of(CORE, ADAPTER, ARROW, LOG);
  private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  private static final String[] SERVED = {
    "manager=HakmemAllocationManager", "capacity=8192", "blocks=1", "left=0"
  };

  private static List<Path> with(List<Path> some, List<Path> others) {
    List<Path> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  @Test
  void alone() throws Exception {
    assertThat(Jvm.onClassPath(NEEDED).options(NATIVE).run("no-factory")).containsExactly(SERVED);
  }

  @Test
  void beforeArrowsNettyWhereverThatStands() throws Exception {
    assertThat(Jvm.onClassPath(with(NETTY, NEEDED)).options(NATIVE).run("no-factory"))
        .containsExactly(SERVED);
    assertThat(Jvm.onClassPath(with(NEEDED, NETTY)).options(NATIVE).run("no-factory"))
        .containsExactly(SERVED);
  }

  @Test
  void beforeArrowsUnsafeIfItStandsBefore() throws Exception {
    assertThat(Jvm.onClassPath(with(NEEDED, List.of(UNSAFE))).options(NATIVE).run("no-factory"))
        .containsExactly(SERVED);
    assertThat(Jvm.onClassPath(with(List.of(UNSAFE), NEEDED)).options(NATIVE).run("no-factory"))
        .containsExactly("manager=UnsafeAllocationManager", "capacity=8192", "blocks=0", "left=0");
  }

  @Test
  void notIfArrowsPropertyNamesAnother() throws Exception {
    String[] notServed = {"manager=NettyAllocationManager", "capacity=8192", "blocks=0", "left=0"};
    assertThat(
            Jvm.onClassPath(with(NEEDED, NETTY))
                .options(NATIVE, "-Darrow.allocation.manager.type=Netty")
                .run("no-factory"))
        .containsExactly(notServed);
    assertThat(
            Jvm.onClassPath(with(NEEDED, NETTY))
                .environment("ARROW_ALLOCATION_MANAGER_TYPE", "Netty")
                .options(NATIVE)
                .run("no-factory"))
        .containsExactly(notServed);
    assertThat(
            Jvm.onClassPath(NEEDED)
                .options(NATIVE, "-Darrow.allocation.manager.type=Unsafe")
                .fail("no-factory"))
        .contains("Please add arrow-memory-unsafe to your classpath");
  }

  @Test
  void asModules() throws Exception {
    assertThat(
            Jvm.onModulePath(NEEDED)
                .options("--enable-native-access=org.hakmem", "--illegal-native-access=deny")
                .run("no-factory"))
        .containsExactly(SERVED);
    assertThat(Jvm.onModulePath(with(NEEDED, List.of(UNSAFE))).options(NATIVE).run("no-factory"))
        .containsExactly(SERVED);
  }

  /** The boot layer names the two modules in an order that changes from one JVM to the next. */
  @Test
  void notAsModulesTogetherWithArrowsUnsafe() throws Exception {
    assertThat(
            Jvm.onModulePath(with(NEEDED, List.of(UNSAFE)))
                .options("--add-modules=org.apache.arrow.memory.unsafe")
                .fail("no-factory"))
        .contains(
            "LayerInstantiationException: Package org.apache.arrow.memory.unsafe in both module",
            "module org.hakmem.arrow",
            "module org.apache.arrow.memory.unsafe");
  }

  @Test
  void withoutNativeAccess() throws Exception {
    assertThat(Jvm.onClassPath(NEEDED).options("--illegal-native-access=deny").run("no-factory"))
        .containsExactly(SERVED);
  }

  @Test
  void inAnyOrderOfInitialisation() throws Exception {
    assertThat(Jvm.onClassPath(NEEDED).options(NATIVE).run("factory-first"))
        .containsExactly("manager=HakmemAllocationManager", "capacity=8192", "blocks=1");
    assertThat(Jvm.onClassPath(NEEDED).options(NATIVE).run("empty-first"))
        .startsWith("empty=0")
        .endsWith(SERVED);
  }

  /** The two properties that keep Arrow from rounding to powers of two from 4 KiB up. */
  @Test
  void withoutArrowsRounding() throws Exception {
    assertThat(
            Jvm.onClassPath(NEEDED)
                .options(NATIVE, "-Dorg.apache.memory.allocator.pageSize=4096")
                .options("-Dorg.apache.memory.allocator.maxOrder=0")
                .run("no-factory"))
        .containsExactly("manager=HakmemAllocationManager", "capacity=4097", "blocks=1", "left=0");
  }

  /** Arrow then knows every buffer, and would miss one that there was no memory for. */
  @Test
  void outOfMemoryWhileArrowDebugs() throws Exception {
    assertThat(
            Jvm.onClassPath(NEEDED)
                .options(NATIVE, "-ea", "-Darrow.memory.debug.allocator=true")
                .options("-Dorg.hakmem.maxBytes=16m")
                .run("out-of-memory"))
        .containsExactly("told=OutOfMemoryError", "booked=0", "left=0");
  }
}
