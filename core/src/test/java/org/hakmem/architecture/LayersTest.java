package org.hakmem.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hakmem.HakmemConfig;
import org.junit.jupiter.api.Test;

/** What stands on what, and how large a file may be. */
class LayersTest {

  private static final int MAX_LINES = 400;

  /** Packages and modules that only annotate or observe, and are not needed at run time. */
  private static final Set<String> OPTIONAL_MODULES =
      Set.of("org.jspecify", "jdk.jfr", "java.management");

  private final URL mainClasses =
      HakmemConfig.class.getProtectionDomain().getCodeSource().getLocation();

  @Test
  void noLayerUsesAHigherOne() {
    Layers.ruleFor("org.hakmem").check(new ClassFileImporter().importUrl(mainClasses));
  }

  /** The fixture breaks the rule twice, keeps it twice, and holds a class outside of all layers. */
  @Test
  void theLayerRuleFindsSeededFaults() {
    String fixture = "org.hakmem.architecture.upward";
    JavaClasses classes = new ClassFileImporter().importPackages(fixture);

    EvaluationResult result = Layers.ruleFor(fixture).evaluate(classes);

    assertThat(result.getFailureReport().getDetails())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("memory.UsesSlab", "slab.Slab"),
            line -> assertThat(line).contains("heap.UsesHakmem", "upward.Hakmem"),
            line -> assertThat(line).contains("internal.Stray is in no layer"));
  }

  @Test
  void coreUsesOnlyTheBaseModule() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "org.hakmem..",
            "java..",
            "javax.management..",
            "jdk.jfr..",
            "org.jspecify.annotations..")
        .check(new ClassFileImporter().importUrl(mainClasses));
  }

  @Test
  void theModuleRequiresOnlyTheBaseModuleAtRunTime() throws IOException {
    URL classes = HakmemConfig.class.getProtectionDomain().getCodeSource().getLocation();
    ModuleDescriptor module; // this one's, whatever else is on the class path
    try (InputStream in = URI.create(classes + "module-info.class").toURL().openStream()) {
      module = ModuleDescriptor.read(in);
    }

    assertThat(module.requires()).allSatisfy(LayersTest::isBaseOrOptional);
    assertThat(module.exports())
        .singleElement()
        .satisfies(export -> assertThat(export.source()).isEqualTo("org.hakmem"));
  }

  private static void isBaseOrOptional(Requires requires) {
    if (!requires.name().equals("java.base")) {
      assertThat(requires.name()).isIn(OPTIONAL_MODULES);
      assertThat(requires.modifiers()).contains(Requires.Modifier.STATIC);
    }
  }

  /** Of all modules of the build, not of this one alone. */
  @Test
  void noFileIsTooLong() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      List<Path> files =
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .flatMap(LayersTest::javaFiles)
              .toList();

      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).satisfies(LayersTest::isShort));
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isShort(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines.count()).as("lines of %s", file).isLessThanOrEqualTo(MAX_LINES);
    }
  }
}
