package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.SUPERSLAB_PAGES;

import org.jspecify.annotations.Nullable;

/**
 * The shipped tree of free runs over two superslabs, for the lab: it stands in their package. Both
 * superslabs are in one word, so that the words above are copies of what two threads change. It is
 * not the first word: a search from 0 on has to find it by the words above.
 */
public final class ShippedFreeRuns {

  private static final int COUNT = 2;
  private static final int FIRST = 8;

  private final Superslab[] superslabs = new Superslab[COUNT];
  private final FreeRuns runs = new FreeRuns();

  private ShippedFreeRuns() {}

  /**
   * Both superslabs are free. Not a constructor, so that model checkers can be told not to look.
   */
  public static ShippedFreeRuns make() {
    ShippedFreeRuns made = new ShippedFreeRuns();
    for (int index = 0; index < COUNT; index++) {
      made.superslabs[index] = new Superslab(0);
      made.runs.enter(FIRST + index);
    }
    return made;
  }

  /** Takes a page of a superslab, or gives it if it is taken. */
  public void toggle(int index, int page) {
    Superslab superslab = superslabs[index];
    int mask = PageSet.mask(page, 1);
    if (superslab.takeExactly(page, mask, false) == Superslab.Taken.NOTHING) {
      superslab.give(mask, 0);
    }
    runs.update(FIRST + index, superslab);
  }

  /** What the tree says that is not so, now that nobody changes anything. */
  public @Nullable String broken() {
    int longest = 0;
    for (int index = 0; index < COUNT; index++) {
      int run = superslabs[index].longestFreeRun();
      if (runs.get(FIRST + index) != run) {
        return "superslab " + index + " has " + run + " pages, the leaf " + runs.get(FIRST + index);
      }
      longest = Math.max(longest, run);
    }
    for (int pages = 1; pages <= SUPERSLAB_PAGES; pages++) {
      if (runs.next(0, pages) >= 0 != pages <= longest) {
        return "the longest run is " + longest + ", a search for " + pages + " says otherwise";
      }
    }
    return null;
  }
}
