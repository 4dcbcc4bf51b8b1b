package org.hakmem.checked;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault in a guarded block ends the JVM; the file says what the block was. */
@Tag("slow")
@Tag("native-only")
class GuardFaultTest {

  private static final Pattern SI_ADDR = Pattern.compile("si_addr: 0x([0-9a-f]+)");

  @TempDir Path folder;

  private ChildJvm.Result run(String where) throws IOException, InterruptedException {
    return ChildJvm.run(
        List.of(
            "-Dorg.hakmem.guardSample=1",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()),
            GuardFaultChild.class.getName(),
            where));
  }

  /** The child's file, which stands in the working directory, as the child's is this one's. */
  private static Path file(ChildJvm.Result child) {
    return Path.of("hakmem-guard-" + words(child)[0] + "-1.txt");
  }

  private static String[] words(ChildJvm.Result child) {
    return child.out().lines().findFirst().orElseThrow().split(" ");
  }

  @ParameterizedTest
  @CsvSource({"overrun, 64, live", "late, 0, freed"})
  void theFileSaysWhatTheBlockWas(String where, long offset, String state) throws Exception {
    ChildJvm.Result child = run(where);
    assertThat(child.exit()).as(child.toString()).isNotZero();
    Path file = file(child);
    try {
      long block = Long.parseLong(words(child)[1], 16);
      Matcher fault = SI_ADDR.matcher(Files.readString(folder.resolve("hs_err.log")));
      assertThat(fault.find()).isTrue();
      assertThat(Long.parseLong(fault.group(1), 16)).isEqualTo(block + offset);
      String record = record(Files.readString(file), block);
      assertThat(record)
          .contains("64 bytes", ", " + state, "GuardFaultChild.allocates", "GuardFaultChild.main");
      assertThat(record.contains("GuardFaultChild.frees")).isEqualTo(state.equals("freed"));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String record(String text, long block) {
    int start = text.indexOf("block 0x" + Long.toHexString(block) + " to ");
    assertThat(start).as(text).isPositive();
    int end = text.indexOf("\nblock ", start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }

  @Test
  void withoutAFaultNothingIsLeft() throws Exception {
    ChildJvm.Result child = run("within");
    assertThat(child.exit()).as(child.toString()).isZero();
    assertThat(file(child)).doesNotExist();
  }
}
