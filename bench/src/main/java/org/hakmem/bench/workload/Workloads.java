package org.hakmem.bench.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All workloads, by their labels. */
public final class Workloads {

  /** How the larger of two crews of {@link Larson} compares with one thread a processor. */
  private static final int MANY_THREADS = 64;

  private static final String REPLAY = "replay:";

  private Workloads() {}

  /** All but the replays, which need files. */
  public static List<Workload> all() {
    int threads = Trial.processors();
    List<Workload> all = new ArrayList<>();
    all.add(Pair.of(16, "16"));
    all.add(Pair.of(64, "64"));
    all.add(Pair.of(512, "512"));
    all.add(Pair.of(4 << 10, "4k"));
    all.add(Pair.of(64 << 10, "64k"));
    all.add(Pair.of(1 << 20, "1m"));
    all.add(Replace.of("replace", 1));
    all.add(Replace.of("replace2", 2));
    all.add(Larson.of("larson", threads));
    all.add(Larson.of("larson64", MANY_THREADS));
    all.add(Xmalloc.of("producer-consumer", 1));
    all.add(Xmalloc.of("xmalloc", threads));
    all.add(Mstress.of(threads));
    all.add(CacheSharing.scratch(threads));
    all.add(CacheSharing.thrash(threads));
    all.add(AllocTest.of(threads));
    all.add(Rptest.of(threads));
    all.add(Sh8.of(2 * threads));
    all.add(Burst.workload());
    all.add(Churn.of(threads));
    all.add(VirtualThreads.workload());
    all.add(ColdStart.workload());
    all.add(Metadata.workload());
    return all;
  }

  /** A program's trace. */
  public static Workload replay(Path file) {
    return Replay.of(file);
  }

  /**
   * Finds workloads by a word of the command line.
   *
   * @param word a label; or a kind, for all of the kind; or {@code replay:} and a file
   * @throws IllegalArgumentException if there are none, naming those there are
   */
  public static List<Workload> named(String word) {
    if (word.startsWith(REPLAY)) {
      Path file = Path.of(word.substring(REPLAY.length()));
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException("can't read the trace " + file);
      }
      return List.of(replay(file));
    }
    List<Workload> found =
        all().stream()
            .filter(workload -> workload.label().equals(word) || workload.kind().equals(word))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no workload '%s'; there are: %s, %sFILE"
              .formatted(
                  word,
                  all().stream().map(Workload::label).collect(Collectors.joining(", ")),
                  REPLAY));
    }
    return found;
  }
}
