package org.hakmem.bench.larson;

import java.util.Locale;

/**
 * A block whose contents were not as the thread that allocated it wrote them.
 *
 * @param address the block's address
 * @param size the block's size in bytes, as asked for
 * @param offset the first wrong byte; -1 if the block was right again at the second look, as when
 *     its other holder restored it
 * @param expected what should stand there, 0 to 255; -1 if all was right again
 * @param found what stands there, 0 to 255; -1 if all was right again
 */
public record Corruption(long address, int size, int offset, int expected, int found) {

  private static final int NONE = -1;

  static Corruption healed(long address, int size) {
    return new Corruption(address, size, NONE, NONE, NONE);
  }

  /** One line for people. */
  public String describe() {
    String block = String.format(Locale.ROOT, "block at 0x%x of %d bytes: ", address, size);
    return offset == NONE
        ? block + "wrong at first, right at the second look"
        : block
            + String.format(
                Locale.ROOT, "at offset %d expected 0x%02x, found 0x%02x", offset, expected, found);
  }
}
