package org.hakmem.examples.arrow;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.BufferLedger;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What is sent: batches of two columns of numbers, together 1 MiB. */
final class Numbers {

  /** Rows of a batch. */
  static final int ROWS = (1 << 20) / (2 * Long.BYTES);

  private Numbers() {}

  /** Two columns without memory. */
  static VectorSchemaRoot open(BufferAllocator allocator) {
    return VectorSchemaRoot.of(
        new BigIntVector("row", allocator), new BigIntVector("square", allocator));
  }

  private static List<BigIntVector> columns(VectorSchemaRoot root) {
    return List.of((BigIntVector) root.getVector(0), (BigIntVector) root.getVector(1));
  }

  /** Gives the columns new buffers, which hold the batch. */
  static void fill(VectorSchemaRoot root, int batch) {
    List<BigIntVector> columns = columns(root);
    columns.forEach(column -> column.allocateNew(ROWS));
    long first = (long) batch * ROWS;
    for (int i = 0; i < ROWS; i++) {
      columns.get(0).set(i, first + i);
      columns.get(1).set(i, (first + i) * (first + i));
    }
    root.setRowCount(ROWS);
  }

  /** Throws unless the batch is as it was sent. */
  static void check(VectorSchemaRoot root, int batch) {
    List<BigIntVector> columns = columns(root);
    long first = (long) batch * ROWS;
    boolean same = root.getRowCount() == ROWS;
    for (int i = 0; same && i < ROWS; i++) {
      long row = first + i;
      same = columns.get(0).get(i) == row && columns.get(1).get(i) == row * row;
    }
    if (!same) {
      throw new IllegalStateException("batch " + batch + " is not as it was sent");
    }
  }

  /** Whose memory the first column is in. */
  static String manager(VectorSchemaRoot root) {
    BufferLedger ledger = (BufferLedger) root.getVector(0).getDataBuffer().getReferenceManager();
    return ledger.getAllocationManager().getClass().getSimpleName();
  }
}
