/** Off-heap {@code malloc} and {@code free}, in pure Java. */
@org.jspecify.annotations.NullMarked
module org.hakmem {
  requires static java.management;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports org.hakmem;
}
