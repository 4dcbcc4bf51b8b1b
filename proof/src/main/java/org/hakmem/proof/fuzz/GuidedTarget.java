package org.hakmem.proof.fuzz;

/** What Jazzer calls with each program that it makes. */
public final class GuidedTarget {

  private static final SequentialRun RUN =
      new SequentialRun(FuzzChild.settings().factory(), FuzzChild.settings().safety());

  private static long done;

  private GuidedTarget() {}

  /**
   * Runs one program; ends the JVM after a finding, or when enough calls were made.
   *
   * @param data the program
   */
  public static void fuzzerTestOneInput(byte[] data) {
    Program program = Program.of(data);
    LastProgram.set("--repeat " + program.text() + FuzzChild.settings().option());
    try {
      done += RUN.run(program);
    } catch (Finding e) {
      FuzzChild.end(SeededCampaign.minimized(FuzzChild.settings(), program, e));
    }
    FuzzChild.progress(done);
    if (done >= FuzzChild.operations()) {
      FuzzChild.end(null);
    }
  }
}
