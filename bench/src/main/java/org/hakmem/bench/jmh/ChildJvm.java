package org.hakmem.bench.jmh;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hakmem.bench.peers.PeerName;

/** Runs {@link SpeedChild} in a JVM of its own, with the same flags for every peer. */
final class ChildJvm {

  private static final List<String> FLAGS =
      List.of("--enable-native-access=ALL-UNNAMED", "-Xms1g", "-Xmx1g");
  private static final long GRACE_SECONDS = 60;

  private ChildJvm() {}

  /** The child could not measure; the message is one line. */
  static final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the peer's library is missing. */
    private final boolean missing;

    FailedException(String line, boolean missing) {
      super(line);
      this.missing = missing;
    }

    boolean missing() {
      return missing;
    }
  }

  /** Forks, waits and reads the child's line. */
  static Reading measure(Workload workload, PeerName peer, double warmupSeconds, double seconds)
      throws FailedException, IOException, InterruptedException {
    Path output = Files.createTempFile("hakmem-speed", ".txt");
    Path errors = Files.createTempFile("hakmem-speed", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(workload, peer, warmupSeconds, seconds))
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().putAll(peer.environment());
      Process process = builder.start();
      try {
        long limit = (long) Math.ceil(warmupSeconds + seconds) + GRACE_SECONDS;
        if (!process.waitFor(limit, TimeUnit.SECONDS)) {
          throw new FailedException("no answer within %d s".formatted(limit), false);
        }
        return answer(output, errors, process.exitValue());
      } finally {
        process.destroyForcibly();
      }
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static List<String> command(
      Workload workload, PeerName peer, double warmupSeconds, double seconds) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SpeedChild.class.getName());
    command.addAll(List.of(workload.label(), peer.label()));
    command.addAll(List.of(Double.toString(warmupSeconds), Double.toString(seconds)));
    return command;
  }

  private static Reading answer(Path output, Path errors, int exit)
      throws FailedException, IOException {
    for (String line : lines(output)) {
      if (Reading.isLine(line)) {
        return Reading.ofLine(line);
      }
      if (line.startsWith(SpeedChild.MISSING)) {
        throw new FailedException(line.substring(SpeedChild.MISSING.length()), true);
      }
    }
    String complaint =
        lines(errors).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
            .findFirst()
            .orElse("no output");
    throw new FailedException("exit code %d: %s".formatted(exit, complaint), false);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, Charset.defaultCharset());
  }
}
