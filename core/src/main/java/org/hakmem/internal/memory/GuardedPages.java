package org.hakmem.internal.memory;

import static org.hakmem.internal.memory.Geometry.alignUp;

/**
 * Mappings of the system's whose first and last OS page can't be accessed. For processes that may
 * use {@link NativeMemory}.
 *
 * <pre>
 *   guard page │ inner OS pages │ guard page
 * </pre>
 */
public final class GuardedPages {

  private final long pageBytes = Libc.pageBytes();

  /** None yet. */
  public GuardedPages() {}

  /** Returns {@code bytes} rounded up to whole OS pages. */
  public long innerBytes(long bytes) {
    return alignUp(Math.max(bytes, 1), pageBytes);
  }

  /** Returns the size of an OS page in bytes. */
  public long pageBytes() {
    return pageBytes;
  }

  /**
   * Maps zeroed memory between two guard pages.
   *
   * @param innerBytes a multiple of the OS page
   * @return the address of the inner pages, or 0 if the system refuses
   */
  public long map(long innerBytes) {
    long start = Libc.reserve(innerBytes + 2 * pageBytes);
    if (start == 0) {
      return 0;
    }
    if (!Libc.commit(start + pageBytes, innerBytes)) {
      Libc.unmap(start, innerBytes + 2 * pageBytes);
      return 0;
    }
    return start + pageBytes;
  }

  /**
   * Makes the inner pages inaccessible and gives their memory back; false if the system refuses.
   */
  public boolean forbid(long inner, long innerBytes) {
    return Libc.forbid(inner, innerBytes) && Libc.purge(inner, innerBytes);
  }

  /** Unmaps what {@link #map} returned, with the guard pages. */
  public void unmap(long inner, long innerBytes) {
    Libc.unmap(inner - pageBytes, innerBytes + 2 * pageBytes);
  }
}
