package org.hakmem.internal.memory;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Mappings by address. Only {@link #add} needs Java heap: an entry can be added before the system
 * call that makes or moves its mapping, and nothing that follows the call can fail.
 *
 * <p>Assumptions: an entry is pending, then present, then gone, or returns from hidden to present;
 * its address and length are fixed while it is present. No two present entries overlap.
 *
 * <p>Any thread may call any method. Progress: lock-free. An addition copies the table, which is
 * short beside the system call that goes with it.
 */
public final class MappingTable<E extends MappingTable.Entry> {

  /** A mapping, or one that is about to be. */
  public interface Entry {

    /** Address of its first byte; of no meaning while it is pending. */
    long address();

    /** Its length in bytes; of no meaning while it is pending. */
    long bytes();

    /** Whether its address is not known yet. */
    boolean isPending();

    /** Whether it can be found. */
    boolean isPresent();

    /** Whether it is never present again. */
    boolean isGone();
  }

  /**
   * The entries at one time.
   *
   * @param sorted by address
   * @param loose those that were pending, whose address is perhaps known by now
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Entries(Entry[] sorted, Entry[] loose) {

    static final Entries NONE = new Entries(new Entry[0], new Entry[0]);

    /** These and {@code added}, without those that are gone. */
    Entries with(@Nullable Entry added) {
      Entry[] nextSorted = new Entry[sorted.length + loose.length + 1];
      Entry[] nextLoose = new Entry[loose.length + 1];
      int sortedCount = 0;
      int looseCount = 0;
      for (int i = 0; i <= count(); i++) {
        Entry entry = i < count() ? at(i) : added;
        if (entry == null || entry.isGone()) {
          continue;
        }
        if (entry.isPending()) {
          nextLoose[looseCount++] = entry;
        } else {
          insert(nextSorted, sortedCount++, entry);
        }
      }
      return new Entries(cut(nextSorted, sortedCount), cut(nextLoose, looseCount));
    }

    int count() {
      return sorted.length + loose.length;
    }

    Entry at(int index) {
      return index < sorted.length ? sorted[index] : loose[index - sorted.length];
    }

    /** Inserts behind those of lower or equal address; nearly always at the end. */
    private static void insert(Entry[] into, int count, Entry entry) {
      int at = count;
      for (; at > 0 && into[at - 1].address() > entry.address(); at--) {
        into[at] = into[at - 1];
      }
      into[at] = entry;
    }

    private static Entry[] cut(Entry[] from, int count) {
      Entry[] all = new Entry[count];
      System.arraycopy(from, 0, all, 0, count);
      return all;
    }

    /** Index of the last sorted entry whose address is not above {@code address}, or -1. */
    int floor(long address) {
      int low = 0;
      int high = sorted.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[middle].address() <= address) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low - 1;
    }
  }

  private final AtomicReference<Entries> entries = new AtomicReference<>(Entries.NONE);

  /** A table without entries. */
  public MappingTable() {}

  /**
   * Adds an entry.
   *
   * @throws OutOfMemoryError if there is no Java heap; nothing has changed then
   */
  public void add(E entry) {
    Entries before;
    do {
      before = entries.get();
    } while (!entries.compareAndSet(before, before.with(entry)));
  }

  /** Drops the entries that are gone, if there is Java heap for it; the next addition does too. */
  public void tidy() {
    try {
      Entries before = entries.get();
      entries.compareAndSet(before, before.with(null));
    } catch (OutOfMemoryError e) { // they do no harm
    }
  }

  /** The present entry that {@code address} lies in, or null. */
  public @Nullable E find(long address) {
    Entries now = entries.get();
    for (int i = now.floor(address); i >= 0; i--) {
      Entry entry = now.sorted[i];
      if (entry.isPresent()) {
        if (contains(entry, address)) {
          return cast(entry);
        }
        break; // those below end before this one begins
      }
    }
    for (Entry entry : now.loose) {
      if (entry.isPresent() && contains(entry, address)) {
        return cast(entry);
      }
    }
    return null;
  }

  private static boolean contains(Entry entry, long address) {
    return Long.compareUnsigned(address - entry.address(), entry.bytes()) < 0;
  }

  /** Calls {@code action} for each entry that is not gone, whatever else it is. */
  public void forEach(Consumer<E> action) {
    Entries now = entries.get();
    for (int i = 0; i < now.count(); i++) {
      if (!now.at(i).isGone()) {
        action.accept(cast(now.at(i)));
      }
    }
  }

  /** Whether a present entry has an address from {@code from} up to, not including, {@code to}. */
  public boolean overlap(long from, long to) {
    Entries now = entries.get();
    for (int i = 0; i < now.count(); i++) {
      Entry entry = now.at(i);
      if (entry.isPresent() && entry.address() < to && entry.address() + entry.bytes() > from) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of the present entries. */
  public long presentBytes() {
    Entries now = entries.get();
    long sum = 0;
    for (int i = 0; i < now.count(); i++) {
      sum += now.at(i).isPresent() ? now.at(i).bytes() : 0;
    }
    return sum;
  }

  /** Number of the present entries. */
  public int presentCount() {
    Entries now = entries.get();
    int sum = 0;
    for (int i = 0; i < now.count(); i++) {
      sum += now.at(i).isPresent() ? 1 : 0;
    }
    return sum;
  }

  @SuppressWarnings("unchecked") // only E is ever added
  private E cast(Entry entry) {
    return (E) entry;
  }
}
