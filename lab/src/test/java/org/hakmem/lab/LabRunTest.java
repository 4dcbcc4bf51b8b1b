package org.hakmem.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabRunTest {

  private final Exhibit holds =
      Exhibits.of("holds", Verdict.HOLDS, () -> Outcome.holds(1234, "schedules"));
  private final Exhibit caught =
      Exhibits.of("caught", Verdict.CAUGHT, () -> Outcome.caught(3, "schedules", "t1, t2"));
  private final Exhibit survivor =
      Exhibits.of("survivor", Verdict.CAUGHT, () -> Outcome.holds(5, "samples"));
  private final Exhibit spoilt =
      Exhibits.of("spoilt", Verdict.HOLDS, () -> Outcome.caught(1, "schedules", "t2, t1"));
  private final Exhibit absent =
      Exhibits.of("absent", Verdict.HOLDS, () -> Outcome.unavailable("no such collector"));
  private final Exhibit broken =
      Exhibits.of(
          "broken",
          Verdict.CAUGHT,
          () -> {
            throw new IllegalStateException("seeded");
          });

  private final List<String> told = new ArrayList<>();
  private final LabRun run = new LabRun(listener());

  @Test
  void comparesWhatIsFoundWithWhatIsExpected() {
    List<Result> results =
        run.run(List.of(holds, caught, survivor, spoilt, absent, broken), Effort.QUICK);

    assertThat(results)
        .extracting(Result::asExpected)
        .containsExactly(true, true, false, false, true, false);
    assertThat(results)
        .extracting(Result::found)
        .containsExactly("holds", "caught", "holds", "caught", "unavailable", "error");
    assertThat(results.getLast().trace()).contains("seeded");
  }

  @Test
  void tellsItsListener() {
    run.run(List.of(holds, caught), Effort.QUICK);

    assertThat(told).containsExactly("1/2 holds", "holds: holds", "2/2 caught", "caught: caught");
  }

  @Test
  void stopsBetweenExhibits() {
    Exhibit stops =
        Exhibits.of(
            "stops",
            Verdict.HOLDS,
            () -> {
              run.stop();
              return Outcome.holds(1, "schedules");
            });

    assertThat(run.run(List.of(stops, caught), Effort.QUICK)).hasSize(1);
  }

  @Test
  void theTableMarksWhatDiffers() {
    List<String> lines = LabTable.lines(run.run(List.of(holds, survivor), Effort.QUICK));

    assertThat(lines.getFirst()).isEqualTo("Section");
    assertThat(lines.get(2)).startsWith("  holds").contains("somewhere", "1,234 schedules");
    assertThat(lines.get(3)).startsWith("! survivor").contains("caught   holds");
  }

  private LabRun.Listener listener() {
    return new LabRun.Listener() {
      @Override
      public void started(Exhibit exhibit, int number, int total) {
        told.add(number + "/" + total + " " + exhibit.name());
      }

      @Override
      public void ended(Result result) {
        told.add(result.exhibit().name() + ": " + result.found());
      }
    };
  }
}
