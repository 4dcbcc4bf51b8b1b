package org.hakmem.internal.superslab;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.hakmem.internal.memory.MappingTable;

/**
 * A block that has a run of pages, or a mapping, to itself.
 *
 * <p>{@code state}, moved by compare-and-set or by whoever has taken the block:
 *
 * <pre>
 *   pending ──► live ◄──► taken ◄──► hidden ──► gone
 *                                      ▲ │
 *                                      │ ▼
 *                                     stuck
 * </pre>
 *
 * live: the program's. taken: one thread frees or resizes it. Mappings have more states:
 *
 * <ul>
 *   <li>pending: the system has not placed it yet;
 *   <li>hidden: its addresses are about to be the system's, or another block's, as it is spare;
 *   <li>stuck: the system refused to take them; another try hides it again;
 *   <li>gone: never seen again.
 * </ul>
 */
public final class LargeBlock extends PageRun implements MappingTable.Entry {

  private static final int LIVE = 0;
  private static final int TAKEN = 1;
  private static final int PENDING = 2;
  private static final int HIDDEN = 3;
  private static final int STUCK = 4;
  private static final int GONE = 5;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(LargeBlock.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Pages that read as zero when the block was handed out. */
  private final boolean zeroed;

  private final boolean mapping;

  /** Of a mapping, else 0. Written before {@code state} leaves pending, read after it. */
  private long mappedAddress;

  /** Of a stuck mapping: whether its bytes are still spent. Written and read as the address is. */
  private boolean paid = true;

  /** Of a spare mapping, when it was freed. Written by who hides it, before others find it. */
  private long freedNanos;

  private volatile int state;

  private LargeBlock(long address, int pages, boolean zeroed, boolean mapping) {
    super(address, pages);
    this.zeroed = zeroed;
    this.mapping = mapping;
    this.state = mapping ? PENDING : LIVE;
  }

  /** A run of the window. */
  static LargeBlock run(long address, int pages, boolean zeroed) {
    return new LargeBlock(address, pages, zeroed, false);
  }

  /** A mapping that is pending. */
  static LargeBlock mapping(int pages, boolean zeroed) {
    return new LargeBlock(0, pages, zeroed, true);
  }

  @Override
  public long address() {
    return mapping ? mappedAddress : super.address();
  }

  /** Whether it was all zero when it was handed out. */
  public boolean zeroed() {
    return zeroed;
  }

  boolean isMapping() {
    return mapping;
  }

  /** True for exactly one caller: the one that frees or resizes it. */
  boolean take() {
    return STATE.compareAndSet(this, LIVE, TAKEN);
  }

  /** Undoes {@link #take}, by the one that it was true for. */
  void putBack() {
    state = LIVE;
  }

  /** Whether nobody freed it, or is about to. */
  public boolean isLive() {
    return state == LIVE;
  }

  /** From pending to live: the system placed it there. */
  void place(long address) {
    mappedAddress = address;
    state = LIVE;
  }

  /** From taken, before a system call after which its addresses may be another's. */
  void hide() {
    state = HIDDEN;
  }

  /** From hidden to taken: the system refused, and it is where it was. */
  void show() {
    state = TAKEN;
  }

  /** Notes that a hidden block is free from now on, until {@link #end}. */
  void noteFreed() {
    freedNanos = System.nanoTime();
  }

  /** Whether {@link #noteFreed} was so long ago. */
  boolean isFreeFor(long nanos) {
    return System.nanoTime() - freedNanos >= nanos;
  }

  /** The system refused to unmap it; {@code stillPaid} tells whether its bytes are spent. */
  void stick(boolean stillPaid) {
    paid = stillPaid;
    state = STUCK;
  }

  /** True for one caller, which tries again: from stuck to hidden. */
  boolean tryUnstick() {
    return STATE.compareAndSet(this, STUCK, HIDDEN);
  }

  boolean isPaid() {
    return paid;
  }

  /** The last step. */
  void end() {
    state = GONE;
  }

  @Override
  public boolean isPending() {
    return state == PENDING;
  }

  @Override
  public boolean isPresent() {
    return state <= TAKEN;
  }

  @Override
  public boolean isGone() {
    return state == GONE;
  }
}
