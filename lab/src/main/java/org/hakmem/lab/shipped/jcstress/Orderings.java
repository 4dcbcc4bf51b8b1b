package org.hakmem.lab.shipped.jcstress;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hakmem.lab.Effort;
import org.hakmem.lab.Exhibit;
import org.hakmem.lab.shipped.ScratchFolder;
import org.hakmem.lab.shipped.mutants.Edit;
import org.hakmem.lab.shipped.mutants.MutantCompiler;

/**
 * Runs jcstress at most once for each effort over the classes as shipped, and once with all
 * weakenings together: each concerns the steps of one test.
 */
public final class Orderings {

  private final boolean weakened;
  private final Map<Effort, Map<String, Jcstress.Seen>> runs = new HashMap<>();

  private Orderings(boolean weakened) {
    this.weakened = weakened;
  }

  /** All orderings and their twins, in the order of the table. */
  public static List<Exhibit> all() {
    Orderings shipped = new Orderings(false);
    Orderings twins = new Orderings(true);
    List<Exhibit> all = new ArrayList<>();
    for (Ordering ordering : Ordering.all()) {
      all.add(new OrderingExhibit(ordering, shipped));
      all.add(new OrderingExhibit(ordering, twins));
    }
    return all;
  }

  boolean weakened() {
    return weakened;
  }

  /** What the test saw. */
  Jcstress.Seen seen(Class<?> test, Effort effort) throws IOException, InterruptedException {
    Map<String, Jcstress.Seen> run = runs.get(effort);
    if (run == null) {
      run = run(effort);
      runs.put(effort, run);
    }
    Jcstress.Seen seen = run.get(test.getSimpleName());
    if (seen == null || seen.samples() == 0) {
      throw new IOException("jcstress says nothing of " + test.getSimpleName());
    }
    return seen;
  }

  private Map<String, Jcstress.Seen> run(Effort effort) throws IOException, InterruptedException {
    try (ScratchFolder classes = new ScratchFolder()) {
      if (weakened) {
        List<Edit> edits = new ArrayList<>();
        Ordering.all().forEach(ordering -> edits.addAll(ordering.edits()));
        MutantCompiler.compile(edits, classes.path());
      }
      return Jcstress.run(classes.path(), effort);
    }
  }
}
