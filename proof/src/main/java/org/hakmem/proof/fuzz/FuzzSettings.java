package org.hakmem.proof.fuzz;

import java.util.Locale;
import java.util.function.Function;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.jspecify.annotations.Nullable;

/**
 * What to fuzz.
 *
 * @param factory makes the allocators under test
 * @param safety their safety mode, or null for any
 */
public record FuzzSettings(Function<HakmemConfig, Subject> factory, @Nullable Safety safety) {

  /** Returns settings for the allocator itself. */
  public static FuzzSettings of(@Nullable Safety safety) {
    return new FuzzSettings(HakmemSubject::new, safety);
  }

  /** Returns these settings for allocators whose calls are recorded. */
  FuzzSettings recordedBy(Recorder recorder) {
    return new FuzzSettings(config -> recorder.record(factory.apply(config)), safety);
  }

  /** Returns these settings as an option of {@code ./hakmem fuzz}, after a space; maybe empty. */
  String option() {
    return safety == null ? "" : " --safety " + safety.name().toLowerCase(Locale.ROOT);
  }
}
