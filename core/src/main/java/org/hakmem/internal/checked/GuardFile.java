package org.hakmem.internal.checked;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A text file with a record of each guarded block, which outlives a JVM that a fault ends. Each
 * record has its place, which is written over; the file's size is bounded by the number of places.
 *
 * <p>It is made by the first record, in the working directory like HotSpot's error reports, or in
 * {@code java.io.tmpdir} if it can't be made there. It is deleted when the allocator is closed and
 * when the JVM exits. If the system refuses to write it, that is logged once and blocks stay
 * guarded.
 *
 * <p>Not for several threads at once. A random-access file, because an interrupted thread would
 * close a channel.
 */
final class GuardFile {

  /** Bytes of a place. */
  private static final int RECORD_BYTES = 1 << 12;

  private static final byte BLANK = ' ';

  /** Those of all allocators that exist. */
  private static final Set<File> EXISTING = ConcurrentHashMap.newKeySet();

  private static boolean hooked;

  private final String name;
  private final String header;
  private @Nullable File file;
  private @Nullable RandomAccessFile open;
  private boolean broken;

  /** Deletes the files of allocators that were never closed, at the JVM's exit. */
  private static final class Cleaner extends Thread {

    Cleaner() {
      super("hakmem-guard-files");
    }

    @Override
    public void run() {
      for (File each : EXISTING) {
        delete(each);
      }
    }
  }

  /** Has no file yet. */
  GuardFile(int allocator) {
    long process = ProcessHandle.current().pid();
    name = "hakmem-guard-" + process + "-" + allocator + ".txt";
    header =
        "Guarded blocks of hakmem "
            + allocator
            + " in process "
            + process
            + ". If the process ended with SIGSEGV, compare si_addr in HotSpot's hs_err_pid"
            + process
            + ".log with the addresses below: a fault within 'pages' or an OS page beside them"
            + " belongs to that block.\n";
  }

  /** Writes the record of {@code place}, from 0 on. */
  void write(int place, String record) {
    if (broken) {
      return;
    }
    try {
      RandomAccessFile target = open == null ? create() : open;
      target.seek((place + 1L) * RECORD_BYTES);
      target.write(padded(record));
    } catch (IOException e) {
      broken = true;
      Findings.warn(name + " can't be written, guarded blocks are not recorded: " + e.getMessage());
    }
  }

  /** Fills a place up with blanks, and ends it with a new line. */
  private static byte[] padded(String record) {
    byte[] padded = new byte[RECORD_BYTES];
    Arrays.fill(padded, BLANK);
    byte[] text = record.getBytes(UTF_8);
    System.arraycopy(text, 0, padded, 0, Math.min(text.length, RECORD_BYTES - 1));
    padded[RECORD_BYTES - 1] = '\n';
    return padded;
  }

  private RandomAccessFile create() throws IOException {
    File chosen = new File(name).getAbsoluteFile();
    RandomAccessFile created;
    try {
      created = new RandomAccessFile(chosen, "rw");
    } catch (IOException e) {
      chosen = new File(System.getProperty("java.io.tmpdir"), name).getAbsoluteFile();
      created = new RandomAccessFile(chosen, "rw");
    }
    file = chosen;
    open = created;
    deleteAtExit(chosen);
    created.setLength(0);
    created.write(padded(header));
    return created;
  }

  private static void deleteAtExit(File created) {
    EXISTING.add(created);
    synchronized (EXISTING) {
      if (!hooked) {
        hooked = true;
        try {
          Runtime.getRuntime().addShutdownHook(new Cleaner());
        } catch (IllegalStateException e) { // the JVM is about to exit: then the file stays
        }
      }
    }
  }

  /** Deletes the file. */
  void close() {
    RandomAccessFile opened = open;
    File created = file;
    if (opened == null || created == null) {
      return;
    }
    try {
      opened.close();
    } catch (IOException e) { // it is deleted all the same
    }
    delete(created);
    EXISTING.remove(created);
    open = null;
    file = null;
  }

  private static void delete(File created) {
    if (!created.delete() && created.exists()) {
      Findings.warn(created + " can't be deleted");
    }
  }
}
