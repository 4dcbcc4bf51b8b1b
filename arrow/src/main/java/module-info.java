/** Apache Arrow's buffers in hakmem's memory. */
@org.jspecify.annotations.NullMarked
module org.hakmem.arrow {
  requires transitive org.apache.arrow.memory.core;
  requires transitive org.hakmem;
  requires static org.jspecify;

  exports org.hakmem.arrow;
  // The package that Arrow looks into for a default: for Arrow alone.
  exports org.apache.arrow.memory.unsafe to
      org.apache.arrow.memory.core;
}
