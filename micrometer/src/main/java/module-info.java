/** An allocator's statistics as meters of Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // it has no descriptor
@org.jspecify.annotations.NullMarked
module org.hakmem.micrometer {
  requires transitive micrometer.core;
  requires transitive org.hakmem;
  requires static org.jspecify;

  exports org.hakmem.micrometer;
}
