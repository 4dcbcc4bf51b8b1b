package org.hakmem.netty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;

/** Reads and writes single values. */
abstract class ScalarByteBuf extends BlockByteBuf {

  private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT_LE = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt INT_LE = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG_LE = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

  ScalarByteBuf(long address, int initialCapacity, int maxCapacity) {
    super(address, initialCapacity, maxCapacity);
  }

  @Override
  protected final byte _getByte(int index) {
    return memory().get(JAVA_BYTE, at(index, 1));
  }

  @Override
  protected final short _getShort(int index) {
    return memory().get(SHORT, at(index, 2));
  }

  @Override
  protected final short _getShortLE(int index) {
    return memory().get(SHORT_LE, at(index, 2));
  }

  @Override
  protected final int _getUnsignedMedium(int index) {
    return Byte.toUnsignedInt(_getByte(index)) << 16 | Short.toUnsignedInt(_getShort(index + 1));
  }

  @Override
  protected final int _getUnsignedMediumLE(int index) {
    return Short.toUnsignedInt(_getShortLE(index)) | Byte.toUnsignedInt(_getByte(index + 2)) << 16;
  }

  @Override
  protected final int _getInt(int index) {
    return memory().get(INT, at(index, 4));
  }

  @Override
  protected final int _getIntLE(int index) {
    return memory().get(INT_LE, at(index, 4));
  }

  @Override
  protected final long _getLong(int index) {
    return memory().get(LONG, at(index, 8));
  }

  @Override
  protected final long _getLongLE(int index) {
    return memory().get(LONG_LE, at(index, 8));
  }

  @Override
  protected final void _setByte(int index, int value) {
    memory().set(JAVA_BYTE, at(index, 1), (byte) value);
  }

  @Override
  protected final void _setShort(int index, int value) {
    memory().set(SHORT, at(index, 2), (short) value);
  }

  @Override
  protected final void _setShortLE(int index, int value) {
    memory().set(SHORT_LE, at(index, 2), (short) value);
  }

  @Override
  protected final void _setMedium(int index, int value) {
    _setByte(index, value >> 16);
    _setShort(index + 1, value);
  }

  @Override
  protected final void _setMediumLE(int index, int value) {
    _setShortLE(index, value);
    _setByte(index + 2, value >> 16);
  }

  @Override
  protected final void _setInt(int index, int value) {
    memory().set(INT, at(index, 4), value);
  }

  @Override
  protected final void _setIntLE(int index, int value) {
    memory().set(INT_LE, at(index, 4), value);
  }

  @Override
  protected final void _setLong(int index, long value) {
    memory().set(LONG, at(index, 8), value);
  }

  @Override
  protected final void _setLongLE(int index, long value) {
    memory().set(LONG_LE, at(index, 8), value);
  }
}
