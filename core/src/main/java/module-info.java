/** Off-heap {@code malloc} and {@code free}, in pure Java. */
@org.jspecify.annotations.NullMarked
module org.hakmem {
  requires static org.jspecify;

  exports org.hakmem;
}
