package org.hakmem.internal.checked;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The topmost frames of a stack, without those of the allocator itself. Equal stacks are one object
 * as long as the table has room, because most blocks come from few places.
 *
 * @param elements the frames, the topmost first
 */
record Frames(List<StackTraceElement> elements) {

  /** Frames that are kept of one stack. */
  static final int MAX_FRAMES = 24;

  /** Frames of the allocator that may lie above the program's. */
  private static final int MAX_SKIPPED = 48;

  /** Stacks beyond this number are not shared. */
  private static final int MAX_SHARED = 1 << 15;

  private static final String INTERNALS = "org.hakmem.internal.";

  /** What a program calls of the allocator, and what is between. */
  private static final Set<String> API =
      Set.of(
          "java.lang.foreign.SegmentAllocator",
          "org.hakmem.Hakmem",
          "org.hakmem.Engine",
          "org.hakmem.CheckedEngine",
          "org.hakmem.CheckedEngine$Below",
          "org.hakmem.Resizing",
          "org.hakmem.ArenaBlocks",
          "org.hakmem.ArenaParts",
          "org.hakmem.SharedArena",
          "org.hakmem.BatchedArena",
          "org.hakmem.ConfinedArena",
          "org.hakmem.HakmemArena");

  private static final ConcurrentHashMap<Frames, Frames> SHARED = new ConcurrentHashMap<>();

  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Collector COLLECTOR = new Collector();

  /** Not a lambda, which would be linked by the first capture. */
  private static final class Collector
      implements Function<Stream<StackWalker.StackFrame>, List<StackTraceElement>> {
    @Override
    public List<StackTraceElement> apply(Stream<StackWalker.StackFrame> stack) {
      List<StackTraceElement> kept = new ArrayList<>();
      List<StackTraceElement> skipped = new ArrayList<>();
      Iterator<StackWalker.StackFrame> frames = stack.iterator();
      while (frames.hasNext() && kept.size() < MAX_FRAMES && skipped.size() < MAX_SKIPPED) {
        StackWalker.StackFrame frame = frames.next();
        boolean skip = kept.isEmpty() && isOurs(frame.getClassName());
        (skip ? skipped : kept).add(frame.toStackTraceElement());
      }
      return kept.isEmpty() ? skipped : kept; // the scavenger's stack has no other frames
    }
  }

  private static boolean isOurs(String className) {
    return className.startsWith(INTERNALS) || API.contains(className);
  }

  /** Captures the calling thread's stack. */
  static Frames capture() {
    Frames frames = new Frames(WALKER.walk(COLLECTOR));
    Frames shared = SHARED.get(frames);
    if (shared != null) {
      return shared;
    }
    if (SHARED.size() < MAX_SHARED) {
      SHARED.put(frames, frames);
    }
    return frames;
  }

  /** Returns the topmost frame. */
  String top() {
    return elements.isEmpty() ? "an unknown place" : elements.getFirst().toString();
  }

  /** Appends a line for each of the topmost frames. */
  void appendTo(StringBuilder text, int maxFrames) {
    for (StackTraceElement element : elements.subList(0, Math.min(maxFrames, elements.size()))) {
      text.append("    at ").append(element).append('\n');
    }
  }

  /** Returns the frames in the form that {@link Throwable#setStackTrace} takes. */
  StackTraceElement[] toArray() {
    return elements.toArray(new StackTraceElement[0]);
  }
}
