package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemConfig;
import org.hakmem.HakmemStats;

/** The allocator itself. */
public class HakmemSubject implements Subject {

  private final Hakmem hakmem;

  /** Creates an allocator with the given settings. */
  public HakmemSubject(HakmemConfig config) {
    hakmem = Hakmem.create(config);
  }

  @Override
  public long malloc(long bytes) {
    return hakmem.malloc(bytes);
  }

  @Override
  public long malloc(long bytes, long alignment) {
    return hakmem.malloc(bytes, alignment);
  }

  @Override
  public long calloc(long bytes) {
    return hakmem.calloc(bytes);
  }

  @Override
  public long calloc(long count, long bytes, long alignment) {
    return hakmem.calloc(count, bytes, alignment);
  }

  @Override
  public long realloc(long address, long bytes, long alignment) {
    return hakmem.realloc(address, bytes, alignment);
  }

  @Override
  public MemorySegment reallocate(MemorySegment segment, long bytes, long alignment) {
    return hakmem.reallocate(segment, bytes, alignment);
  }

  @Override
  public long realloc(long address, long bytes) {
    return hakmem.realloc(address, bytes);
  }

  @Override
  public MemorySegment reallocate(MemorySegment segment, long bytes) {
    return hakmem.reallocate(segment, bytes);
  }

  @Override
  public void free(long address) {
    hakmem.free(address);
  }

  @Override
  public void free(MemorySegment segment) {
    hakmem.free(segment);
  }

  @Override
  public long usableSize(long address) {
    return hakmem.usableSize(address);
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    return hakmem.allocate(bytes, alignment);
  }

  @Override
  public MemorySegment allocateFrom(String text) {
    return hakmem.allocateFrom(text);
  }

  @Override
  public HakmemArena newArena(ArenaKind kind) {
    return switch (kind) {
      case CONFINED -> hakmem.newConfinedArena();
      case SHARED -> hakmem.newSharedArena();
      case BATCHED -> hakmem.newBatchedArena();
    };
  }

  @Override
  public long trim() {
    return hakmem.trim();
  }

  @Override
  public HakmemStats stats() {
    return hakmem.stats();
  }

  @Override
  public void close() {
    hakmem.close();
  }

  @Override
  public Hakmem hakmem() {
    return hakmem;
  }
}
