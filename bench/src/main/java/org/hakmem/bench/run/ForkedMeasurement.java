package org.hakmem.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.hakmem.bench.machine.CHeap;
import org.hakmem.bench.peers.PeerName;
import org.hakmem.bench.workload.Trait;
import org.hakmem.bench.workload.Workload;

/** Measures in a JVM of its own, with the same flags for every workload and peer. */
final class ForkedMeasurement {

  /** For all, so that all are alike; each helps a peer that needs it, and is nothing to others. */
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow", // Netty, LWJGL
          "-Xms1g",
          "-Xmx1g",
          // Or the first use of the Java heap would count as the allocator's memory.
          "-XX:+AlwaysPreTouch",
          "-XX:MaxDirectMemorySize=4g", // Netty, Arena.ofAuto
          "-Dio.netty.leakDetection.level=disabled",
          "-Dio.netty.buffer.checkAccessible=false",
          "-Dio.netty.buffer.checkBounds=false");

  /** Slow peers may do one pass of work that has an end for minutes. */
  private static final long GRACE_SECONDS = 300;

  private static final long SAMPLE_MILLIS = 25;

  private final Workload workload;
  private final PeerName peer;
  private final double warmupSeconds;
  private final double seconds;

  ForkedMeasurement(Workload workload, PeerName peer, double warmupSeconds, double seconds) {
    this.workload = workload;
    this.peer = peer;
    this.warmupSeconds = warmupSeconds;
    this.seconds = seconds;
  }

  /**
   * What a peer needs, and what keeps the JVM's own memory from counting. Not for tcmalloc: it and
   * the one arena would both grow by {@code sbrk}, of which JVMs presumably die now and then.
   */
  static Map<String, String> environmentOf(PeerName peer) {
    Map<String, String> variables = new HashMap<>(peer.environment());
    if (!peer.isCHeap() && peer != PeerName.TCMALLOC) {
      variables.putAll(CHeap.ONE_ARENA);
    }
    return variables;
  }

  /**
   * Forks, samples its memory, waits and reads what it says.
   *
   * @param name what the child finds the workload by
   * @param latency whether to time single calls
   */
  Measured measure(String name, boolean latency)
      throws ChildFailedException, IOException, InterruptedException {
    Path errors = Files.createTempFile("hakmem-bench", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(name, latency)).redirectError(errors.toFile());
      builder.environment().putAll(environmentOf(peer));
      Process process = builder.start();
      try {
        return follow(process, errors);
      } finally {
        process.destroyForcibly().waitFor();
      }
    } finally {
      Files.delete(errors);
    }
  }

  private Measured follow(Process process, Path errors)
      throws ChildFailedException, IOException, InterruptedException {
    MemorySeries series = new MemorySeries(process.pid());
    Answer answer = new Answer();
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(() -> answer.read(process, series));
    long limit = (long) Math.ceil(warmupSeconds + seconds) + GRACE_SECONDS;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limit);
    do {
      series.sample();
      if (System.nanoTime() > deadline) {
        throw new ChildFailedException("no answer within %d s".formatted(limit), false);
      }
    } while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS));
    try {
      reading.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
    return new Measured(answer.reading(process.exitValue(), errors), series.points());
  }

  private List<String> command(String name, boolean latency) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    if (workload.has(Trait.COLD)) {
      command.addAll(List.of(ColdChild.class.getName(), peer.label()));
    } else {
      command.addAll(List.of(ChildMain.class.getName(), name, peer.label()));
      command.addAll(List.of(Double.toString(warmupSeconds), Double.toString(seconds)));
      command.add(latency ? ChildMain.LATENCY : "speed");
    }
    return command;
  }

  /** What the child prints. */
  private static final class Answer {

    private String reading = "";
    private String missing = "";

    void read(Process process, MemorySeries series) {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        String line = lines.readLine();
        while (line != null) {
          take(line, series);
          line = lines.readLine();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void take(String line, MemorySeries series) {
      if (line.equals(ChildMain.WARM)) {
        series.warm();
      } else if (line.equals(ChildMain.DONE)) {
        series.done();
      } else if (Reading.isLine(line)) {
        reading = line;
      } else if (line.startsWith(ChildMain.MISSING)) {
        missing = line.substring(ChildMain.MISSING.length());
      }
    }

    Reading reading(int exit, Path errors) throws ChildFailedException, IOException {
      if (!missing.isEmpty()) {
        throw new ChildFailedException(missing, true);
      }
      if (!reading.isEmpty()) {
        return Reading.ofLine(reading);
      }
      String complaint =
          Files.readAllLines(errors).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("WARNING"))
              .findFirst()
              .orElse("no output");
      throw new ChildFailedException("exit code %d: %s".formatted(exit, complaint), false);
    }
  }
}
