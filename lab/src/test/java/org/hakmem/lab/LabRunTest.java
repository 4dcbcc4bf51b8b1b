package org.hakmem.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
  @Timeout(30)
  void runsSomeBesideOthersAndTellsOfAllInOrder() {
    CountDownLatch mainHasBegun = new CountDownLatch(1);
    CountDownLatch sideHasBegun = new CountDownLatch(1);
    Exhibit side = Exhibits.beside("side", Verdict.HOLDS, () -> met(sideHasBegun, mainHasBegun));
    Exhibit main = Exhibits.of("main", Verdict.HOLDS, () -> met(mainHasBegun, sideHasBegun));

    run.run(List.of(main, holds, side, caught), Effort.QUICK);

    assertThat(told)
        .containsExactly(
            "1/4 main",
            "main: holds",
            "2/4 holds",
            "holds: holds",
            "3/4 side",
            "side: holds",
            "4/4 caught",
            "caught: caught");
  }

  @Test
  @Timeout(30)
  void whatEndedBesideOthersIsToldThoughTheTimeIsOver() {
    CountDownLatch waiting = new CountDownLatch(1);
    Exhibit side = Exhibits.beside("side", Verdict.CAUGHT, () -> Outcome.holds(1, "states"));
    Exhibit late = Exhibits.beside("late", Verdict.CAUGHT, () -> Outcome.holds(1, "states"));
    Exhibit stops =
        Exhibits.of(
            "stops",
            Verdict.HOLDS,
            () -> {
              waiting.await();
              run.stop();
              return Outcome.holds(1, "schedules");
            });
    Exhibit waits =
        Exhibits.beside(
            "waits",
            Verdict.HOLDS,
            () -> {
              waiting.countDown();
              while (!run.isStopped()) {
                Thread.onSpinWait();
              }
              return Outcome.holds(1, "states");
            });

    List<Result> results = run.run(List.of(stops, holds, side, waits, late, caught), Effort.QUICK);

    assertThat(results)
        .extracting(result -> result.exhibit().name())
        .containsExactly("stops", "side", "waits");
  }

  @Test
  @Timeout(30)
  void anInterruptEndsWhatRunsBesideOthers() {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    Exhibit side =
        Exhibits.beside(
            "side",
            Verdict.HOLDS,
            () -> {
              try {
                return met(begun, new CountDownLatch(1));
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
            });
    Exhibit stops =
        Exhibits.of(
            "stops",
            Verdict.HOLDS,
            () -> {
              begun.await();
              run.stop();
              Thread.currentThread().interrupt();
              return Outcome.holds(1, "schedules");
            });

    List<Result> results = run.run(List.of(stops, side), Effort.QUICK);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupted).isTrue();
    assertThat(results).hasSize(1);
  }

  private static Outcome met(CountDownLatch here, CountDownLatch there)
      throws InterruptedException {
    here.countDown();
    there.await();
    return Outcome.holds(1, "schedules");
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
