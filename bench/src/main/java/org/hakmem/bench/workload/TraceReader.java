package org.hakmem.bench.workload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private final Event event = new Event();
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
    try {
      TraceBuilder builder = new TraceBuilder();
      forEach(file, builder::count);
      forEach(file, builder::add);
      return builder.build();
    } catch (IOException e) {
      throw new IOException("can't read the trace %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Takes the lines one after the other; the event is the same object each time. */
  private interface Taker {
    void take(Event event) throws IOException;
  }

  private static void forEach(Path file, Taker taker) throws IOException {
    try (InputStream stream =
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file), BUFFER), BUFFER)) {
      TraceReader reader = new TraceReader(stream);
      Matcher head = reader.head();
      int threads = Integer.parseInt(head.group(2));
      int events = Integer.parseInt(head.group(3));
      for (int i = 0; i < events; i++) {
        reader.readEvent();
        if (reader.event.thread >= threads) {
          throw reader.malformed();
        }
        taker.take(reader.event);
      }
    }
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

  private void readEvent() throws IOException {
    line++;
    event.thread = Math.toIntExact(number(' '));
    event.call = (byte) stream.read();
    event.newId = 0;
    event.size = 0;
    event.alignment = 0;
    if (stream.read() != ' ') {
      throw malformed();
    }
    switch (event.call) {
      case Trace.MALLOC, Trace.CALLOC -> {
        event.id = id(' ');
        event.size = number('\n');
      }
      case Trace.ALIGNED -> {
        event.id = id(' ');
        event.size = number(' ');
        event.alignment = number('\n');
      }
      case Trace.REALLOC -> {
        event.id = id(' ');
        event.newId = id(' ');
        event.size = number('\n');
      }
      case Trace.FREE -> event.id = id('\n');
      default -> throw malformed();
    }
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

  /** A line. One object for all of them, so that reading leaves no garbage in memory. */
  static final class Event {
    int thread;
    byte call;
    int id;
    int newId;
    long size;
    long alignment;
  }
}
