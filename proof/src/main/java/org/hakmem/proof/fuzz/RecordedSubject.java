package org.hakmem.proof.fuzz;

import java.lang.foreign.MemorySegment;
import org.hakmem.Hakmem;
import org.hakmem.HakmemArena;
import org.hakmem.HakmemStats;

/** A subject whose calls a {@link Recorder} keeps. */
final class RecordedSubject implements Subject {

  private final Subject subject;
  private final String name;
  private final Recorder recorder;

  RecordedSubject(Subject subject, String name, Recorder recorder) {
    this.subject = subject;
    this.name = name;
    this.recorder = recorder;
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  private static String hex(MemorySegment segment) {
    return segment.isNative() ? "segment at " + hex(segment.address()) : "heap segment";
  }

  @Override
  public long malloc(long bytes) {
    return recorder.callForLong(name + ".malloc(" + bytes + ")", () -> subject.malloc(bytes));
  }

  @Override
  public long malloc(long bytes, long alignment) {
    return recorder.callForLong(
        name + ".malloc(" + bytes + ", " + alignment + ")", () -> subject.malloc(bytes, alignment));
  }

  @Override
  public long calloc(long bytes) {
    return recorder.callForLong(name + ".calloc(" + bytes + ")", () -> subject.calloc(bytes));
  }

  @Override
  public long calloc(long count, long bytes, long alignment) {
    return recorder.callForLong(
        name + ".calloc(" + count + ", " + bytes + ", " + alignment + ")",
        () -> subject.calloc(count, bytes, alignment));
  }

  @Override
  public long realloc(long address, long bytes, long alignment) {
    return recorder.callForLong(
        name + ".realloc(" + hex(address) + ", " + bytes + ", " + alignment + ")",
        () -> subject.realloc(address, bytes, alignment));
  }

  @Override
  public MemorySegment reallocate(MemorySegment segment, long bytes, long alignment) {
    return recorder.call(
        name + ".reallocate(" + hex(segment) + ", " + bytes + ", " + alignment + ")",
        () -> subject.reallocate(segment, bytes, alignment));
  }

  @Override
  public long realloc(long address, long bytes) {
    return recorder.callForLong(
        name + ".realloc(" + hex(address) + ", " + bytes + ")",
        () -> subject.realloc(address, bytes));
  }

  @Override
  public MemorySegment reallocate(MemorySegment segment, long bytes) {
    return recorder.call(
        name + ".reallocate(" + hex(segment) + ", " + bytes + ")",
        () -> subject.reallocate(segment, bytes));
  }

  @Override
  public void free(long address) {
    recorder.run(name + ".free(" + hex(address) + ")", () -> subject.free(address));
  }

  @Override
  public void free(MemorySegment segment) {
    recorder.run(name + ".free(" + hex(segment) + ")", () -> subject.free(segment));
  }

  @Override
  public long usableSize(long address) {
    return recorder.callForLong(
        name + ".usableSize(" + hex(address) + ")", () -> subject.usableSize(address));
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    return recorder.call(
        name + ".allocate(" + bytes + ", " + alignment + ")",
        () -> subject.allocate(bytes, alignment));
  }

  @Override
  public MemorySegment allocateFrom(String text) {
    return recorder.call(
        name + ".allocateFrom(\"" + text + "\")", () -> subject.allocateFrom(text));
  }

  @Override
  public HakmemArena newArena(ArenaKind kind) {
    return recorder.call(name + ".newArena(" + kind + ")", () -> subject.newArena(kind));
  }

  @Override
  public long trim() {
    return recorder.callForLong(name + ".trim()", subject::trim);
  }

  @Override
  public HakmemStats stats() {
    return recorder.call(name + ".stats()", subject::stats);
  }

  @Override
  public void close() {
    recorder.run(name + ".close()", subject::close);
  }

  @Override
  public Hakmem hakmem() {
    return subject.hakmem();
  }
}
