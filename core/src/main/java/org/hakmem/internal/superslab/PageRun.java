package org.hakmem.internal.superslab;

import static org.hakmem.internal.memory.Geometry.PAGE_SHIFT;

/** Some pages in a row that hold one slab or one large block. */
public abstract class PageRun {

  private final long address;
  private final int pages;

  /** A run of {@code pages} pages from {@code address} on. */
  protected PageRun(long address, int pages) {
    this.address = address;
    this.pages = pages;
  }

  /** Address of its first byte. */
  public long address() {
    return address;
  }

  /** Its length in pages. */
  public final int pages() {
    return pages;
  }

  /** Its length in bytes. */
  public final long bytes() {
    return (long) pages << PAGE_SHIFT;
  }

  /** Whether {@code candidate} lies in it. */
  public final boolean contains(long candidate) {
    return Long.compareUnsigned(candidate - address(), bytes()) < 0;
  }
}
