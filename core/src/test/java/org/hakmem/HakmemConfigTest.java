package org.hakmem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HakmemConfigTest {

  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  /** Every setting at a value that is not its default, as properties. */
  private static final Map<String, String> ALL_PROPERTIES =
      Map.ofEntries(
          Map.entry("org.hakmem.maxBytes", "3g"),
          Map.entry("org.hakmem.reservationBytes", "6M"),
          Map.entry("org.hakmem.magazineCapacity", "17"),
          Map.entry("org.hakmem.heapCachedBytes", "65536"),
          Map.entry("org.hakmem.totalCachedBytes", "1t"),
          Map.entry("org.hakmem.stickyRingSize", "0"),
          Map.entry("org.hakmem.adopt", "false"),
          Map.entry("org.hakmem.stripes", "1023"),
          Map.entry("org.hakmem.purgeDelayMillis", "0"),
          Map.entry("org.hakmem.scavenger", "FALSE"),
          Map.entry("org.hakmem.collapse", "false"),
          Map.entry("org.hakmem.hugePages", "true"),
          Map.entry("org.hakmem.portableMemory", " True "),
          Map.entry("org.hakmem.batchArenas", "1"),
          Map.entry("org.hakmem.batchBytes", "1m"),
          Map.entry("org.hakmem.batchMillis", "0"),
          Map.entry("org.hakmem.safety", "Fast"),
          Map.entry("org.hakmem.reclaimIdleThreads", Boolean.toString(!KnownVm.isThis())),
          Map.entry("org.hakmem.guardSample", "100000"));

  /** The same. */
  private static HakmemConfigBuilder everythingChanged() {
    return HakmemConfig.builder()
        .maxBytes(3 * GIB)
        .reservationBytes(6L << 20)
        .magazineCapacity(17)
        .heapCachedBytes(65536)
        .totalCachedBytes(TIB)
        .stickyRingSize(0)
        .adopt(false)
        .stripes(1023)
        .purgeDelayMillis(0)
        .scavenger(false)
        .collapse(false)
        .hugePages(true)
        .portableMemory(true)
        .batchArenas(1)
        .batchBytes(1L << 20)
        .batchMillis(0)
        .safety(Safety.FAST)
        .reclaimIdleThreads(!KnownVm.isThis())
        .guardSample(100_000);
  }

  @Test
  void hasTheDocumentedDefaults() {
    HakmemConfig defaults = HakmemConfig.defaults();
    int processors = Runtime.getRuntime().availableProcessors();

    assertThat(defaults)
        .isEqualTo(
            new HakmemConfig(
                Long.MAX_VALUE,
                HakmemConfig.defaultReservation(PhysicalMemory.bytes()),
                1024,
                8L << 20,
                256L << 20,
                4,
                true,
                Math.min(2 * processors, 1024),
                1000,
                true,
                true,
                false,
                false,
                4096,
                64L << 20,
                250,
                Safety.HARDENED,
                KnownVm.isThis(),
                0));
    assertThat(HakmemConfig.builder().build()).isEqualTo(defaults);
    assertThat(HakmemConfig.from(property -> null)).isEqualTo(defaults);
  }

  @Test
  void everyPropertyIsHonoured() {
    assertThat(ALL_PROPERTIES.keySet()).containsExactlyInAnyOrderElementsOf(properties());
    assertThat(HakmemConfig.from(ALL_PROPERTIES::get)).isEqualTo(everythingChanged().build());
  }

  @ParameterizedTest
  @MethodSource("properties")
  void eachPropertyChangesItsOwnSettingAlone(String property) throws ReflectiveOperationException {
    HakmemConfig defaults = HakmemConfig.defaults();
    HakmemConfig changed = HakmemConfig.from(Map.of(property, ALL_PROPERTIES.get(property))::get);

    for (RecordComponent component : HakmemConfig.class.getRecordComponents()) {
      boolean same =
          component.getAccessor().invoke(changed).equals(component.getAccessor().invoke(defaults));
      assertThat(same)
          .as(component.getName())
          .isEqualTo(!property.equals("org.hakmem." + component.getName()));
    }
  }

  static List<String> properties() {
    return Arrays.stream(HakmemConfig.class.getRecordComponents())
        .map(component -> "org.hakmem." + component.getName())
        .toList();
  }

  @Test
  void realSystemPropertiesAreRead() {
    String property = "org.hakmem.magazineCapacity";
    System.setProperty(property, "33");
    try {
      assertThat(HakmemConfig.fromSystemProperties().magazineCapacity()).isEqualTo(33);
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void theBuilderGoesRoundTrip() {
    HakmemConfig config = everythingChanged().build();

    assertThat(config.toBuilder().build()).isEqualTo(config);
    assertThat(config.toBuilder().stripes(5).build()).isNotEqualTo(config);
    assertThat(HakmemConfig.defaults().toBuilder().build()).isEqualTo(HakmemConfig.defaults());
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "64k, 65536",
    "64K, 65536",
    "3m, 3145728",
    "5G, 5368709120",
    "2t, 2199023255552",
    "9223372036854775807, 9223372036854775807"
  })
  void bytesMayHaveASuffix(String text, long bytes) {
    assertThat(HakmemConfig.from(Map.of("org.hakmem.maxBytes", text)::get).maxBytes())
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "maxBytes; 65535; from 65536 to 9223372036854775807 bytes",
        "maxBytes; -1; from 65536 to 9223372036854775807 bytes",
        "maxBytes; ''; from 65536 to 9223372036854775807 bytes",
        "maxBytes; k; from 65536 to 9223372036854775807 bytes",
        "maxBytes; 1.5g; from 65536 to 9223372036854775807 bytes",
        "maxBytes; 9223372036854775808; from 65536 to 9223372036854775807 bytes",
        "maxBytes; 8388608t; from 65536 to 9223372036854775807 bytes",
        "reservationBytes; 0; from 2097152 to 17592186044416 bytes, a multiple of 2097152",
        "reservationBytes; 17t; from 2097152 to 17592186044416 bytes, a multiple of 2097152",
        "reservationBytes; 3m; from 2097152 to 17592186044416 bytes, a multiple of 2097152",
        "magazineCapacity; -1; from 0 to 1024",
        "magazineCapacity; 2000; from 0 to 1024",
        "magazineCapacity; 1k; from 0 to 1024",
        "magazineCapacity; many; from 0 to 1024",
        "heapCachedBytes; -1; from 0 to 1073741824 bytes",
        "heapCachedBytes; 1073741825; from 0 to 1073741824 bytes",
        "totalCachedBytes; -1; from 0 to 1099511627776 bytes",
        "totalCachedBytes; 1025g; from 0 to 1099511627776 bytes",
        "stickyRingSize; -1; from 0 to 16",
        "stickyRingSize; 17; from 0 to 16",
        "adopt; yes; true or false",
        "adopt; ''; true or false",
        "stripes; 0; from 1 to 1024",
        "stripes; 1025; from 1 to 1024",
        "stripes; 4294967297; from 1 to 1024",
        "purgeDelayMillis; -1; from 0 to 86400000",
        "purgeDelayMillis; 86400001; from 0 to 86400000",
        "scavenger; 1; true or false",
        "collapse; 0; true or false",
        "hugePages; on; true or false",
        "portableMemory; no; true or false",
        "batchArenas; 0; from 1 to 16384",
        "batchArenas; 16385; from 1 to 16384",
        "batchBytes; 1023k; from 1048576 to 1099511627776 bytes",
        "batchBytes; 1025g; from 1048576 to 1099511627776 bytes",
        "batchMillis; -1; from 0 to 86400000",
        "batchMillis; 86400001; from 0 to 86400000",
        "safety; safe; hardened, fast or checked",
        "safety; ''; hardened, fast or checked",
        "reclaimIdleThreads; maybe; true or false",
        "guardSample; -1; from 0 to 1000000000",
        "guardSample; 1000000001; from 0 to 1000000000"
      })
  void aBadPropertyIsNamedWithItsValueAndRange(String name, String value, String allowed) {
    String property = "org.hakmem." + name;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HakmemConfig.from(Map.of(property, value)::get))
        .withMessage(property + "=" + value + ": must be " + allowed);
  }

  @ParameterizedTest
  @MethodSource("badBuilders")
  void aBadValueInTheBuilderIsNamedWithItsRange(
      UnaryOperator<HakmemConfigBuilder> bad, String message) {
    HakmemConfigBuilder builder = bad.apply(HakmemConfig.builder());

    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
  }

  static Stream<Arguments> badBuilders() {
    return Stream.of(
        bad(b -> b.maxBytes(1), "maxBytes=1: must be from 65536 to 9223372036854775807 bytes"),
        bad(
            b -> b.reservationBytes((2L << 20) + 1),
            "reservationBytes=2097153: must be from 2097152 to 17592186044416 bytes,"
                + " a multiple of 2097152"),
        bad(b -> b.magazineCapacity(2000), "magazineCapacity=2000: must be from 0 to 1024"),
        bad(b -> b.heapCachedBytes(-1), "heapCachedBytes=-1: must be from 0 to 1073741824 bytes"),
        bad(
            b -> b.totalCachedBytes(TIB + 1),
            "totalCachedBytes=1099511627777: must be from 0 to 1099511627776 bytes"),
        bad(b -> b.stickyRingSize(17), "stickyRingSize=17: must be from 0 to 16"),
        bad(b -> b.stripes(0), "stripes=0: must be from 1 to 1024"),
        bad(b -> b.purgeDelayMillis(-5), "purgeDelayMillis=-5: must be from 0 to 86400000"));
  }

  private static Arguments bad(UnaryOperator<HakmemConfigBuilder> change, String message) {
    return arguments(change, "org.hakmem." + message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 68719476736",
    "8589934592, 68719476736",
    "8589934593, 68719476736",
    "25769803777, 206158430208",
    "17179869184, 137438953472",
    "2199023255552, 17592186044416",
    "9223372036854775807, 17592186044416"
  })
  void theReservationFollowsThePhysicalMemory(long physicalBytes, long reserved) {
    assertThat(HakmemConfig.defaultReservation(physicalBytes)).isEqualTo(reserved);
  }

  @Test
  void physicalMemoryIsReadFromProc() {
    String meminfo = "MemTotal:       24551220 kB\nMemFree:        23000000 kB\n";

    assertThat(PhysicalMemory.parse(meminfo)).isEqualTo(24551220L << 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MemFree: 5 kB\n", "MemTotal: lots\n", "MemTotal: 99999999999999999999 kB"})
  void physicalMemoryIsAssumedWhereUnknown(String meminfo) {
    assertThat(PhysicalMemory.parse(meminfo)).isEqualTo(16 * GIB);
  }

  @Test
  void theDocumentationListsEverySetting() throws IOException {
    String table = Files.readString(Path.of("..", "docs", "configuration.md"));

    assertThat(properties())
        .allSatisfy(property ->
            assertThat(table).contains("| `" + property.substring("org.hakmem.".length()) + "` |"));
  }

  /** Where idle threads' heaps are taken by default. */
  @ParameterizedTest
  @CsvSource({
    "OpenJDK 64-Bit Server VM, 25+36-LTS, 25, true",
    "Java HotSpot(TM) 64-Bit Server VM, 25.0.1+8-LTS-27, 25, true",
    "OpenJDK 64-Bit Server VM, 26+1, 26, false",
    "Java HotSpot(TM) 64-Bit Server VM, 25+37-LTS-jvmci-b01, 25, false",
    "Eclipse OpenJ9 VM, openj9-0.55.0, 25, false",
    "Substrate VM, GraalVM 25, 25, false",
    "OpenJDK 64-Bit Zero VM, 25+36, 25, false",
    "'', '', 25, false"
  })
  void idleThreadsAreReclaimedWhereThatIsKnownToBeSound(
      String name, String version, int feature, boolean known) {
    assertThat(KnownVm.isKnown(name, version, feature)).isEqualTo(known);
  }
}
