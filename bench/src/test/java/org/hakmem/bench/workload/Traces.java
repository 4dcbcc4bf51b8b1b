package org.hakmem.bench.workload;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Traces for tests. */
final class Traces {

  /** Two threads; blocks pass from each to the other; every call is there. */
  static final String CROSSING =
      """
      # hakmem-trace 1 program=crossing threads=2 events=14
      0 m 1 24
      0 m 2 5000
      1 f 1
      1 c 3 64
      0 r 3 4 128
      0 m 5 0
      1 r 0 6 8
      1 a 7 100 256
      0 f 7
      0 f 6
      1 f 5
      1 r 2 8 16
      0 f 8
      0 m 9 40
      """;

  private Traces() {}

  static Path file(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name + ".trace.gz");
    try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
      stream.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }
}
