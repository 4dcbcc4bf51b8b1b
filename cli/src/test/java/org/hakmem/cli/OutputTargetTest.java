package org.hakmem.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTargetTest {

  @TempDir private Path directory;

  @Test
  void theCheckLeavesNoFileBehind() throws IOException {
    OutputTarget.of(directory.resolve("new.json").toString());

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theCheckLeavesAnExistingFileAsItIs() throws IOException {
    Path file = Files.writeString(directory.resolve("old.json"), "old");

    OutputTarget.of(file.toString());

    assertThat(file).hasContent("old");
  }

  @Test
  void refusesADirectoryThatDoesNotExist() {
    String file = directory.resolve("none/x.json").toString();

    assertThatIOException()
        .isThrownBy(() -> OutputTarget.of(file))
        .withMessage("can't write " + file + ": no such directory");
  }

  @Test
  void refusesANameThatIsNoFileName() {
    assertThatIOException()
        .isThrownBy(() -> OutputTarget.of("a\0b"))
        .withMessageStartingWith("can't write a\0b: ");
  }
}
