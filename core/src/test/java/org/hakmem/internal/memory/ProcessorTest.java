package org.hakmem.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("native-only")
class ProcessorTest {

  /** In {@code /proc/thread-self/stat}, counted behind the name, which may hold blanks. */
  private static final int PROCESSOR_FIELD = 36;

  private static final Path STAT = Path.of("/proc/thread-self/stat");

  @Test
  @Timeout(60)
  void isLearntAndThenTheOneThatTheSystemNames() throws Exception {
    while (Processor.current() == Processor.UNKNOWN) {
      Thread.sleep(1); // until the call is linked
    }
    int told = 0;
    int same = 0;
    while (told < 100) {
      int before = Processor.current();
      int bySystem = bySystem();
      if (Processor.current() == before) { // else the thread was moved meanwhile
        told++;
        same += bySystem == before ? 1 : 0;
      }
    }

    assertThat(same).as("of 100; it may have been moved and moved back").isGreaterThan(90);
  }

  private static int bySystem() throws IOException {
    String stat = Files.readString(STAT);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Integer.parseInt(fields[PROCESSOR_FIELD]);
  }
}
