package org.hakmem.lab.analysed;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.stream.Stream;
import org.hakmem.lab.lincheck.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnalysedExhibitsTest {

  /** What is caught is a race: thread after thread, in either order, nothing happens. */
  @ParameterizedTest
  @MethodSource("rows")
  void oneThreadAfterTheOtherConserves(AnalysedExhibit row) throws ReflectiveOperationException {
    for (Script script : row.scripts()) {
      oneAfterTheOther(row.scenario(), script.threads());
      oneAfterTheOther(row.scenario(), script.threads().reversed());
    }
  }

  static Stream<AnalysedExhibit> rows() {
    return AnalysedExhibits.all().stream().map(AnalysedExhibit.class::cast);
  }

  private static void oneAfterTheOther(Class<? extends Scenario> type, List<List<String>> threads)
      throws ReflectiveOperationException {
    Scenario scenario = type.getConstructor().newInstance();
    try {
      for (List<String> thread : threads) {
        for (String operation : thread) {
          type.getMethod(operation).invoke(scenario);
        }
      }
    } catch (InvocationTargetException e) {
      throw new AssertionError(threads + " in turn", e.getCause());
    }
    scenario.conservation();
  }
}
