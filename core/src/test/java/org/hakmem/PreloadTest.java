package org.hakmem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreloadTest {

  private static final String METADATA =
      "/META-INF/native-image/org.hakmem/hakmem-core/reachability-metadata.json";
  private static final Pattern TYPE = Pattern.compile("\"type\": \"([^\"]+)\"");

  /** A native image finds a class by its name only if it is listed. */
  @Test
  void aNativeImageIsToldOfTheSameClasses() throws IOException {
    List<String> listed;
    try (InputStream in = Objects.requireNonNull(Hakmem.class.getResourceAsStream(METADATA))) {
      listed =
          TYPE.matcher(new String(in.readAllBytes(), UTF_8))
              .results()
              .map(result -> result.group(1))
              .toList();
    }
    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(Preload.CLASSES).map(name -> Preload.INTERNAL + name).toList());
  }
}
