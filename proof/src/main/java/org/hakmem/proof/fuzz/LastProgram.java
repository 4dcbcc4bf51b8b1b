package org.hakmem.proof.fuzz;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps the program that runs in a file, where another process finds it if this JVM crashes. */
final class LastProgram {

  private static final int MAX_BYTES = 1 << 16;

  private static @Nullable MappedByteBuffer file;

  private LastProgram() {}

  static synchronized void keepIn(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file = channel.map(FileChannel.MapMode.READ_WRITE, 0, MAX_BYTES);
    }
  }

  /** Notes the options that repeat what is about to run. */
  static synchronized void set(String text) {
    if (file != null) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length < MAX_BYTES) {
        file.put(0, bytes).put(bytes.length, (byte) 0);
      }
    }
  }

  /** Returns what was noted last; empty if nothing was. */
  static String read(Path path) throws IOException {
    String text = Files.readString(path, StandardCharsets.US_ASCII);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
