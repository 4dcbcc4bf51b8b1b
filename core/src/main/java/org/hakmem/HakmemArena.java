package org.hakmem;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An {@link Arena} whose memory comes from a {@link Hakmem}: it takes whole chunks, cuts them up
 * without a note of each piece, and frees the chunks when it is closed.
 *
 * <p>It keeps the rules of {@link Arena}, and throws what the JDK's own throw. In addition all
 * addresses are multiples of 16, a segment of no bytes has an address of its own, and its memory
 * counts towards the allocator's limit ({@link HakmemConfig#maxBytes()}) until it is freed. The
 * kinds differ in who may use them and in when their memory is freed:
 *
 * <table>
 * <caption>The kinds of arena</caption>
 * <tr><th></th><th>used by</th><th>closed by</th><th>{@code close()}</th></tr>
 * <tr><td>{@link Hakmem#newConfinedArena()}</td><td>its thread</td><td>its thread</td>
 *     <td>frees</td></tr>
 * <tr><td>{@link Hakmem#newSharedArena()}</td><td>any thread</td><td>any thread</td>
 *     <td>waits for a handshake with all threads, and frees</td></tr>
 * <tr><td>{@link Hakmem#newBatchedArena()}</td><td>any thread</td><td>any thread</td>
 *     <td>puts the memory into quarantine; one handshake frees that of many</td></tr>
 * </table>
 *
 * {@snippet file="arena/ArenaSnippetsTest.java" region="arenas"}
 *
 * <p>Where native access is denied, or {@linkplain HakmemConfig#portableMemory() portable memory}
 * is asked for, addresses can't be bound to an arena. The memory comes from the JDK's own arenas
 * then, with the same guarantees, but without those in addition, and is not part of the allocator's
 * limit and statistics; it is zero even if asked for uninitialised.
 *
 * <p>Open confined and shared arenas prevent {@link Hakmem#close()}, which throws {@link
 * IllegalStateException}; batched arenas are ended by it. So no segment of an arena, nor a slice or
 * a buffer made of it, ever reaches memory that was unmapped. Arenas with the JDK's own memory do
 * not prevent the close, and stay usable after it.
 */
public interface HakmemArena extends Arena {

  /**
   * Allocates {@code byteSize} bytes of zeroes.
   *
   * @param byteAlignment any power of two, of which the segment's address is a multiple
   * @throws IllegalArgumentException if {@code byteSize} is negative or the alignment is no power
   *     of two
   * @throws OutOfMemoryError as {@link Hakmem#malloc(long)}; nothing has changed then
   * @throws IllegalStateException if this arena, or its allocator, is closed
   * @throws WrongThreadException if this is another thread's confined arena
   */
  @Override
  MemorySegment allocate(long byteSize, long byteAlignment);

  /**
   * Allocates {@code byteSize} bytes whose contents are undefined: perhaps what some freed block of
   * this process had in them. For memory that is overwritten at once. Parameters and exceptions are
   * those of {@link #allocate(long, long)}.
   */
  MemorySegment allocateUninitialized(long byteSize, long byteAlignment);

  /**
   * Closes this arena, as the method of {@link Hakmem} that made it says.
   *
   * @throws IllegalStateException if it is closed, or, but for a batched arena, one of its segments
   *     is in use by a call of native code; nothing has changed then
   * @throws WrongThreadException if this is another thread's confined arena
   */
  @Override
  void close();
}
