package org.hakmem.bench.workload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hakmem.bench.workload.Trace.Script;
import org.hakmem.bench.workload.TraceReader.Event;

/**
 * Makes scripts of a trace's lines.
 *
 * <p>Blocks get slots as they come and go, so that the table is little larger than what is live at
 * a time. A slot is used again only by the thread that emptied it: so a thread's own order makes
 * sure that it is empty, and no other wait than that for blocks is needed.
 */
final class TraceBuilder {

  /** What is asked for with size 0 is a block as well. */
  private static final long LEAST_BYTES = 1;

  private final List<Script> scripts = new ArrayList<>();
  private final List<SlotStack> emptied = new ArrayList<>();

  /** By thread: how many lines there are, and how many were added. */
  private int[] counts = new int[0];

  private int[] calls = new int[0];

  // By block:
  private int[] slotOf = new int[0];
  private int[] threadOf = new int[0];
  private int[] callOf = new int[0];
  private long[] sizeOf = new long[0];

  private int events;
  private int slots;
  private int line;
  private long largest;
  private long all;
  private long blocks;

  /** Counts a line; all are counted before the first is added. */
  void count(Event event) {
    events++;
    if (event.thread >= counts.length) {
      counts = Arrays.copyOf(counts, event.thread + 1);
    }
    counts[event.thread]++;
  }

  Trace build() {
    return new Trace(scripts, slots, all / Math.max(blocks, 1), largest, events);
  }

  private void begin() {
    for (int count : counts) {
      scripts.add(new Script(count));
      emptied.add(new SlotStack());
    }
    calls = new int[counts.length];
    slotOf = new int[events + 1];
    threadOf = new int[events + 1];
    callOf = new int[events + 1];
    sizeOf = new long[events + 1];
  }

  /** Adds a line. */
  void add(Event event) throws IOException {
    if (scripts.isEmpty()) {
      begin();
    }
    int thread = event.thread;
    Script script = scripts.get(thread);
    int call = calls[thread]++;
    script.call[call] = event.call;
    script.line[call] = line++;
    script.awaitedThread[call] = -1;
    switch (event.call) {
      case Trace.FREE -> take(script, call, thread, event.id);
      case Trace.REALLOC -> resize(script, call, event);
      default -> {
        script.slot[call] = handOut(thread, call, event.id, event.size);
        script.size[call] = sizeOf[event.id];
        script.extra[call] = event.alignment;
      }
    }
  }

  private void resize(Script script, int call, Event event) throws IOException {
    int thread = event.thread;
    if (event.id == 0) {
      script.call[call] = Trace.MALLOC;
      script.slot[call] = handOut(thread, call, event.newId, event.size);
      script.size[call] = sizeOf[event.newId];
      return;
    }
    script.toSlot[call] = handOut(thread, call, event.newId, event.size);
    take(script, call, thread, event.id);
    script.extra[call] = sizeOf[event.id];
    script.size[call] = sizeOf[event.newId];
  }

  private int handOut(int thread, int call, int id, long size) throws IOException {
    if (id <= 0 || id >= slotOf.length) {
      throw new IOException("line %,d hands out block %d".formatted(line, id));
    }
    SlotStack stack = emptied.get(thread);
    int slot = stack.isEmpty() ? slots++ : stack.pop();
    slotOf[id] = slot + 1;
    threadOf[id] = thread;
    callOf[id] = call;
    sizeOf[id] = Math.max(size, LEAST_BYTES);
    all += sizeOf[id];
    blocks++;
    largest = Math.max(largest, sizeOf[id]);
    return slot;
  }

  private void take(Script script, int call, int thread, int id) throws IOException {
    if (id <= 0 || id >= slotOf.length || slotOf[id] == 0) {
      throw new IOException("line %,d takes block %d, which is not live".formatted(line, id));
    }
    int slot = slotOf[id] - 1;
    slotOf[id] = 0;
    emptied.get(thread).push(slot);
    script.slot[call] = slot;
    script.size[call] = sizeOf[id];
    if (threadOf[id] != thread) {
      script.awaitedThread[call] = threadOf[id];
      script.awaitedCalls[call] = callOf[id] + 1;
      scripts.get(threadOf[id]).handsOn[callOf[id]] = true;
    }
  }
}
