package org.hakmem.proof.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The allocator and its documentation, compared over random programs. */
class FuzzTest {

  private static final long SEED = 20_261_130;
  private static final long SEEDED_OPERATIONS = 50_000;
  private static final long THREADS_OPERATIONS = 60_000;
  private static final long GUIDED_OPERATIONS = 20_000;
  private static final long OPERATIONS_FOR_A_FAULT = 300_000;
  private static final int CRASHED = 134;

  /** The status that libFuzzer, in whose process Jazzer runs, gives to any unexpected exit. */
  private static final int LIBFUZZER_EXITED = 77;

  private static List<String> text(FuzzReport report) {
    return report == null ? List.of() : report.text();
  }

  @ParameterizedTest
  @EnumSource
  void seededProgramsFindNothing(Safety safety) {
    FuzzReport report =
        new SeededCampaign(FuzzSettings.of(safety), _ -> {}).run(SEED, SEEDED_OPERATIONS);
    assertThat(text(report)).isEmpty();
  }

  @Test
  void programsInSeveralThreadsFindNothing() {
    FuzzReport report =
        new ThreadsCampaign(FuzzSettings.of(null), _ -> {}).run(SEED, THREADS_OPERATIONS);
    assertThat(text(report)).isEmpty();
  }

  @Test
  void guidedProgramsFindNothing() throws Exception {
    FuzzReport report =
        new FuzzProcess(FuzzSettings.of(null), _ -> {})
            .run(FuzzMode.GUIDED, SEED, GUIDED_OPERATIONS);
    assertThat(text(report)).isEmpty();
  }

  private static FuzzSettings settings(Fault fault) {
    return new FuzzSettings(fault.factory(), null);
  }

  @ParameterizedTest
  @EnumSource
  void aSeededFaultIsFoundAndRepeated(Fault fault) {
    FuzzSettings settings = settings(fault);

    FuzzReport report = new SeededCampaign(settings, _ -> {}).run(SEED, OPERATIONS_FOR_A_FAULT);

    assertThat(report).isNotNull();
    assertThat(report.message()).contains(fault.message());
    Program program = Program.parse(report.repeat().substring("--repeat ".length()));
    assertThat(SeededCampaign.runOne(settings, program)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "HANDS_OUT_A_BLOCK_TWICE",
        "LOSES_CONTENTS_ON_REALLOC",
        "FORGETS_A_FREE",
        "ACCEPTS_BAD_FREES"
      })
  void aSeededFaultIsFoundBySeveralThreads(Fault fault) {
    FuzzReport report =
        new ThreadsCampaign(settings(fault), _ -> {}).run(SEED, OPERATIONS_FOR_A_FAULT);

    assertThat(report).isNotNull();
    assertThat(report.repeat()).startsWith("--mode threads --seed ");
  }

  /** Frees of large blocks are lost; named by a property, as the child process makes it. */
  static final class LosesFrees extends HakmemSubject {
    LosesFrees(HakmemConfig config) {
      super(config);
    }

    @Override
    public void free(long address) {
      if (address <= 0 || usableSize(address) < 4_096) {
        super.free(address);
      }
    }
  }

  @Test
  void aSeededFaultIsFoundByGuidedPrograms() throws Exception {
    FuzzReport report = inChild(FuzzMode.GUIDED, LosesFrees.class);

    assertThat(report).isNotNull();
    assertThat(report.message()).contains("live b");
    assertThat(report.repeat()).startsWith("--repeat ");
  }

  /** Ends the JVM, as a crash does. */
  static final class Crashes extends HakmemSubject {
    Crashes(HakmemConfig config) {
      super(config);
    }

    @Override
    public long trim() {
      Runtime.getRuntime().halt(CRASHED);
      return 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCrashIsAFinding(FuzzMode mode) throws Exception {
    FuzzReport report = inChild(mode, Crashes.class);

    assertThat(report).isNotNull();
    int status = mode == FuzzMode.GUIDED ? LIBFUZZER_EXITED : CRASHED;
    assertThat(report.message()).isEqualTo("the JVM ended with status " + status);
    assertThat(report.repeat())
        .startsWith(mode == FuzzMode.THREADS ? "--mode threads" : "--repeat");
  }

  private static FuzzReport inChild(FuzzMode mode, Class<? extends Subject> subject)
      throws Exception {
    return new FuzzProcess(
            FuzzSettings.of(null), _ -> {}, FuzzChild.option("subject", subject.getName()))
        .run(mode, SEED, OPERATIONS_FOR_A_FAULT);
  }

  @Test
  void aProgramSurvivesItsText() {
    Program program = Program.random(SEED, 7);

    assertThat(Program.parse(program.text()).bytes()).isEqualTo(program.bytes());
    assertThat(program.without(2, 5).steps()).isEqualTo(4);
    assertThat(program.without(2, 5).step(2)).isEqualTo(program.step(5));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Program.parse("no program!"));
  }
}
