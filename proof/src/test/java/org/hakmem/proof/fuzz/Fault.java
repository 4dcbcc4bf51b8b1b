package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;
import org.hakmem.HakmemConfig;
import org.hakmem.InvalidFreeException;

/** Seeded faults: allocators that break one promise now and then. */
enum Fault {
  HANDS_OUT_A_BLOCK_TWICE("in use", HandsOutTwice::new),
  HANDS_OUT_THE_INSIDE_OF_A_BLOCK("", HandsOutInside::new),
  IGNORES_ALIGNMENT("not aligned", IgnoresAlignment::new),
  DOES_NOT_ZERO("not zeroed", DoesNotZero::new),
  LOSES_CONTENTS_ON_REALLOC("lost contents", LosesContents::new),
  WRITES_INTO_A_LIVE_BLOCK("lost contents", WritesIntoBlock::new),
  FORGETS_A_FREE("live blocks", ForgetsFree::new),
  ACCEPTS_BAD_FREES("was accepted", AcceptsBadFrees::new),
  ACCEPTS_NEGATIVE_SIZES("did not throw", AcceptsNegativeSizes::new),
  THROWS_FOR_A_GOOD_FREE("threw", ThrowsForGoodFree::new),
  REFUSES_SMALL_REQUESTS("threw java.lang.OutOfMemoryError", RefusesSmallRequests::new),
  WORKS_WHEN_CLOSED("did not throw", WorksWhenClosed::new);

  private final String message;
  private final Function<HakmemConfig, Subject> factory;

  Fault(String message, Function<HakmemConfig, Subject> factory) {
    this.message = message;
    this.factory = factory;
  }

  /** What the finding's message contains. */
  String message() {
    return message;
  }

  Function<HakmemConfig, Subject> factory() {
    return factory;
  }

  /** Counts calls, so that a fault comes only now and then, and in each run at the same call. */
  private static class Seldom extends HakmemSubject {
    private int calls;

    Seldom(HakmemConfig config) {
      super(config);
    }

    boolean now() {
      return ++calls % 10 == 0;
    }
  }

  private static final class HandsOutTwice extends Seldom {
    private long last;
    private long lastBytes;

    HandsOutTwice(HakmemConfig config) {
      super(config);
    }

    @Override
    public long malloc(long bytes) {
      if (bytes >= 0 && bytes <= lastBytes && now()) {
        return last;
      }
      last = super.malloc(bytes);
      lastBytes = bytes;
      return last;
    }
  }

  private static final class HandsOutInside extends Seldom {
    HandsOutInside(HakmemConfig config) {
      super(config);
    }

    @Override
    public long malloc(long bytes) {
      long address = super.malloc(bytes);
      return now() ? address + 16 : address;
    }
  }

  private static final class IgnoresAlignment extends Seldom {
    IgnoresAlignment(HakmemConfig config) {
      super(config);
    }

    @Override
    public long malloc(long bytes, long alignment) {
      return super.malloc(bytes, alignment == 4_096 ? 16 : alignment);
    }
  }

  /** Writes into what it has not zeroed: whether that is dirty depends on when it was purged. */
  private static final class DoesNotZero extends Seldom {
    DoesNotZero(HakmemConfig config) {
      super(config);
    }

    @Override
    public long calloc(long bytes) {
      long address = super.calloc(bytes);
      if (bytes > 0 && now()) {
        Memory.at(address, 1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      }
      return address;
    }
  }

  private static final class LosesContents extends Seldom {
    LosesContents(HakmemConfig config) {
      super(config);
    }

    @Override
    public long realloc(long address, long bytes) {
      long moved = super.realloc(address, bytes);
      if (moved != address && bytes > 0 && now()) {
        Memory.at(moved, 1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
      }
      return moved;
    }
  }

  private static final class WritesIntoBlock extends Seldom {
    WritesIntoBlock(HakmemConfig config) {
      super(config);
    }

    @Override
    public long usableSize(long address) {
      long usable = super.usableSize(address);
      if (now()) {
        byte before = Memory.at(address, 1).get(ValueLayout.JAVA_BYTE, 0);
        Memory.at(address, 1).set(ValueLayout.JAVA_BYTE, 0, (byte) ~before);
      }
      return usable;
    }
  }

  private static final class ForgetsFree extends Seldom {
    ForgetsFree(HakmemConfig config) {
      super(config);
    }

    @Override
    public void free(long address) {
      if (address == 0 || !now()) {
        super.free(address);
      }
    }
  }

  private static final class AcceptsBadFrees extends Seldom {
    AcceptsBadFrees(HakmemConfig config) {
      super(config);
    }

    @Override
    public void free(long address) {
      try {
        super.free(address);
      } catch (InvalidFreeException e) {
        // as if nothing were wrong
      }
    }
  }

  private static final class AcceptsNegativeSizes extends Seldom {
    AcceptsNegativeSizes(HakmemConfig config) {
      super(config);
    }

    @Override
    public MemorySegment allocate(long bytes, long alignment) {
      return super.allocate(Math.max(0, bytes), alignment);
    }
  }

  private static final class ThrowsForGoodFree extends Seldom {
    ThrowsForGoodFree(HakmemConfig config) {
      super(config);
    }

    @Override
    public void free(MemorySegment segment) {
      super.free(segment);
      if (segment.address() > 0 && now()) {
        throw new InvalidFreeException(segment.address(), "late");
      }
    }
  }

  private static final class RefusesSmallRequests extends Seldom {
    RefusesSmallRequests(HakmemConfig config) {
      super(config);
    }

    @Override
    public long malloc(long bytes) {
      if (bytes >= 0 && bytes < 64 && now()) {
        throw new OutOfMemoryError("can't allocate " + bytes + " bytes");
      }
      return super.malloc(bytes);
    }
  }

  private static final class WorksWhenClosed extends Seldom {
    private boolean closed;

    WorksWhenClosed(HakmemConfig config) {
      super(config);
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }

    @Override
    public long trim() {
      return closed ? 0 : super.trim();
    }
  }
}
