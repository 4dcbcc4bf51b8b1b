package org.hakmem.lab.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder, which goes with all that is in it when it is closed. */
public final class ScratchFolder implements AutoCloseable {

  private final Path path;

  /** Makes one. */
  public ScratchFolder() throws IOException {
    path = Files.createTempDirectory("hakmem-lab");
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
