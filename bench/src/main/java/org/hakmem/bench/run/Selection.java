package org.hakmem.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.hakmem.bench.run.Plan.Task;
import org.hakmem.bench.workload.Workload;
import org.hakmem.bench.workload.Workloads;

/** From the words of a command line to workloads. */
public final class Selection {

  /** The word that says that files follow. */
  private static final String REPLAY = "replay";

  private Selection() {}

  /**
   * Finds the workloads that are named.
   *
   * @param words labels, or kinds for all of a kind; after {@code replay}, files of traces; if
   *     there are none, all workloads but the replays
   * @throws IllegalArgumentException if a word names none
   */
  public static List<Task> tasks(List<String> words) {
    List<Task> tasks = new ArrayList<>();
    if (words.isEmpty()) {
      Workloads.all().forEach(workload -> add(tasks, workload, workload.label()));
      return tasks;
    }
    int replay = words.contains(REPLAY) ? words.indexOf(REPLAY) : words.size();
    for (String word : words.subList(0, replay)) {
      for (Workload workload : Workloads.named(word)) {
        add(tasks, workload, word.startsWith(REPLAY) ? word : workload.label());
      }
    }
    if (replay == words.size() - 1) {
      throw new IllegalArgumentException("replay needs the file of a trace");
    }
    for (String file : words.subList(Math.min(replay + 1, words.size()), words.size())) {
      String name = REPLAY + ":" + file;
      add(tasks, Workloads.named(name).getFirst(), name);
    }
    return tasks;
  }

  /** Unless it is there. */
  private static void add(List<Task> tasks, Workload workload, String name) {
    if (tasks.stream().noneMatch(task -> task.workload().label().equals(workload.label()))) {
      tasks.add(new Task(workload, name));
    }
  }
}
