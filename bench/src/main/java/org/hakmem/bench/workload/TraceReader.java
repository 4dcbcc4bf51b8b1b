package org.hakmem.bench.workload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file of the format "hakmem-trace 1": a gzip file of lines such as {@code 0 m 1 24}, that
 * is thread, call, block, size.
 */
final class TraceReader {

  private static final Pattern HEAD =
      Pattern.compile("# hakmem-trace 1 program=(\\S+) threads=(\\d+) events=(\\d+)");
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_HEAD = 1_000;

  private final InputStream stream;
  private int line = 1;

  private TraceReader(InputStream stream) {
    this.stream = stream;
  }

  /**
   * Reads a whole file.
   *
   * @throws IOException if it can't be read or is no trace; the message says where
   */
  static Trace read(Path file) throws IOException {
    try (InputStream stream =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER), BUFFER)) {
      return new TraceReader(stream).read();
    } catch (IOException e) {
      throw new IOException("can't read the trace %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Trace read() throws IOException {
    Matcher head = head();
    int threads = Integer.parseInt(head.group(2));
    int events = Integer.parseInt(head.group(3));
    List<Event> all = new ArrayList<>(events);
    int[] callsOf = new int[threads];
    for (int i = 0; i < events; i++) {
      Event event = event();
      if (event.thread() >= threads) {
        throw malformed();
      }
      all.add(event);
      callsOf[event.thread()]++;
    }
    return new TraceBuilder(callsOf, events).build(head.group(1), all);
  }

  private Matcher head() throws IOException {
    StringBuilder text = new StringBuilder();
    int c = stream.read();
    while (c != '\n' && c >= 0 && text.length() < LONGEST_HEAD) {
      text.append((char) c);
      c = stream.read();
    }
    Matcher head = HEAD.matcher(text);
    if (!head.matches()) {
      throw new IOException("no head of the format hakmem-trace 1");
    }
    return head;
  }

  private Event event() throws IOException {
    line++;
    int thread = Math.toIntExact(number(' '));
    int call = stream.read();
    if (stream.read() != ' ') {
      throw malformed();
    }
    return switch (call) {
      case Trace.MALLOC, Trace.CALLOC ->
          new Event(thread, (byte) call, id(' '), 0, number('\n'), 0);
      case Trace.ALIGNED -> new Event(thread, (byte) call, id(' '), 0, number(' '), number('\n'));
      case Trace.REALLOC -> new Event(thread, (byte) call, id(' '), id(' '), number('\n'), 0);
      case Trace.FREE -> new Event(thread, (byte) call, id('\n'), 0, 0, 0);
      default -> throw malformed();
    };
  }

  private int id(char end) throws IOException {
    return Math.toIntExact(number(end));
  }

  private long number(char end) throws IOException {
    long value = 0;
    int c = stream.read();
    if (c == end) {
      throw malformed();
    }
    while (c != end) {
      if (c < '0' || c > '9') {
        throw malformed();
      }
      value = value * 10 + c - '0';
      c = stream.read();
    }
    return value;
  }

  private IOException malformed() {
    return new IOException("line %,d is malformed".formatted(line));
  }

  /** A line. */
  record Event(int thread, byte call, int id, int newId, long size, long alignment) {}
}
