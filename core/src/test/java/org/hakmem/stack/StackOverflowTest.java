package org.hakmem.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A {@link StackOverflowError} at any depth leaves all invariants true: see {@link StackEdge},
 * which runs here in JVMs of each mode, and with what keeps the promise switched off.
 */
@Tag("slow")
class StackOverflowTest {

  /** Of a class path before the others; empty unless a test patches a class. */
  @TempDir Path patches;

  /** How code runs. */
  enum Mode {
    INTERPRETED("-Xint"),
    C1("-XX:TieredStopAtLevel=1"),
    C2("-XX:-TieredCompilation"),
    TIERED("-XX:+TieredCompilation");

    private final String flag;

    Mode(String flag) {
      this.flag = flag;
    }

    String flag() {
      return flag;
    }
  }

  private ChildJvm.Result run(Mode mode, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                mode.flag,
                "-Xss256k", // what virtual threads run on
                "-Xmx512m",
                "-ea:org.hakmem...",
                "-XX:MaxJavaStackTraceDepth=80", // makes overflows cheap
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(
                    patches, ChildJvm.testClasses(), ChildJvm.mainClasses(), ChildJvm.junit()),
                StackEdge.class.getName()));
    command.addAll(List.of(options));
    return ChildJvm.run(command);
  }

  /** Half of the probe's locals. */
  private static final int HALF = 512;

  private static final Pattern OVERFLOWS = Pattern.compile("ok: overflows=(\\d+) completed=(\\d+)");

  private static void requireAllTrue(ChildJvm.Result result, int leastOverflows) {
    assertThat(result.out() + result.err()).startsWith("ok: ");
    assertThat(result.exit()).isZero();
    Matcher figures = OVERFLOWS.matcher(result.out());
    assertThat(figures.find()).isTrue();
    assertThat(Integer.parseInt(figures.group(1))).as("overflows").isGreaterThan(leastOverflows);
    assertThat(Integer.parseInt(figures.group(2))).as("completed").isGreaterThan(leastOverflows);
  }

  @ParameterizedTest
  @EnumSource
  void withoutMagazines(Mode mode) throws Exception {
    requireAllTrue(run(mode, "rounds=15", "warm=40", "magazine=0", "seed=1"), 1000);
  }

  @ParameterizedTest
  @EnumSource
  void withMagazines(Mode mode) throws Exception {
    requireAllTrue(run(mode, "rounds=15", "warm=40", "magazine=4", "seed=2"), 1000);
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERPRETED", "TIERED"})
  void virtualThreads(Mode mode) throws Exception {
    requireAllTrue(
        run(mode, "rounds=15", "warm=40", "magazine=256", "seed=3", "virtual=true"), 1000);
  }

  @Test
  void besideTheScavenger() throws Exception {
    requireAllTrue(
        run(Mode.TIERED, "rounds=15", "warm=40", "magazine=256", "seed=4", "scavenger=true"), 1000);
  }

  @Test
  void portableMemory() throws Exception {
    requireAllTrue(
        run(Mode.TIERED, "rounds=10", "warm=20", "magazine=4", "seed=5", "portable=true"), 500);
  }

  static List<String> operations() {
    return StackEdgeDescent.OPERATIONS;
  }

  /** The very first call of its kind in a process comes where the stack ends. */
  @ParameterizedTest
  @MethodSource("operations")
  void theFirstCalls(String operation) throws Exception {
    requireAllTrue(run(Mode.TIERED, "rounds=5", "magazine=4", "only=" + operation), 100);
  }

  /** A frame of half the size does as well: what is needed may grow for a while. */
  @ParameterizedTest
  @EnumSource(names = {"INTERPRETED", "TIERED"})
  void thereIsAMargin(Mode mode) throws Exception {
    new ClassPatch(patches).probe(HALF);

    requireAllTrue(run(mode, "rounds=15", "warm=40", "magazine=4", "seed=6"), 1000);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void thereIsAMarginForTheFirstCalls(String operation) throws Exception {
    new ClassPatch(patches).probe(HALF);

    // The interpreter never has the room that a close makes sure of, so near to the end.
    Mode mode = operation.equals("create") ? Mode.TIERED : Mode.INTERPRETED;
    // A smaller probe lets more of the calls pass.
    requireAllTrue(run(mode, "rounds=3", "magazine=4", "only=" + operation), 50);
  }

  // ---- Seeded faults ---------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void withoutTheProbeInvariantsBreak(Mode mode) throws Exception {
    new ClassPatch(patches).probe(0);

    ChildJvm.Result result = run(mode, "rounds=60", "warm=40", "magazine=4", "strict=false");
    assertThat(result.out())
        .as("exit status %s, %s", result.exit(), result.err())
        .contains("broken: ");
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERPRETED", "TIERED"})
  void aProbeThatIsTooSmallIsNoticed(Mode mode) throws Exception {
    new ClassPatch(patches).probe(32);

    // Which shows first is chance: the overflow itself, or what it left half done.
    ChildJvm.Result result = run(mode, "rounds=60", "warm=40", "magazine=4");
    assertThat(result.out())
        .as("exit status %s, %s", result.exit(), result.err())
        .contains("broken: ")
        .containsAnyOf("StackOverflowError", "InvalidFreeException");
  }

  @Test
  void firstCallsThatInitialiseClassesNeedMore() throws Exception {
    ClassPatch patch = new ClassPatch(patches);
    patch.noPreload();
    patch.probe(HALF);

    assertThat(run(Mode.INTERPRETED, "rounds=3", "magazine=4", "only=malloc").out())
        .contains("broken: ")
        .contains("StackOverflowError");
  }

  /** Without a thread of its own, too: a later call makes it. */
  @Test
  void aSharedAllocatorThatFailsWhereTheStackEndsIsMadeLater() throws Exception {
    ClassPatch patch = new ClassPatch(patches);
    patch.probe(0);
    patch.noEmptyStack();

    assertThat(run(Mode.TIERED, "rounds=3", "magazine=4", "only=shared").out()).startsWith("ok: ");
  }
}
