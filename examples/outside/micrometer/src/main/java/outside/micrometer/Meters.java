package outside.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.hakmem.Hakmem;
import org.hakmem.micrometer.HakmemMetrics;

/** Allocates, and asks a registry how many blocks are live. */
public final class Meters {

  private Meters() {}

  /** Prints one line. */
  public static void main(String[] args) {
    Hakmem hakmem = Hakmem.shared();
    MeterRegistry registry = new SimpleMeterRegistry();
    new HakmemMetrics(hakmem).bindTo(registry);
    for (int i = 0; i < 3; i++) {
      hakmem.malloc(100);
    }
    double live = registry.get("hakmem.blocks.live").gauge().value();
    String path = HakmemMetrics.class.getModule().isNamed() ? "module path" : "class path";
    System.out.printf("Micrometer on the %s: %.0f live blocks%n", path, live);
  }
}
