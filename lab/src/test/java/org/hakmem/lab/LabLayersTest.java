package org.hakmem.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The interface below, the kinds of exhibits beside each other above it, the catalogue on top. */
class LabLayersTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.hakmem.lab");

  @Test
  void theInterfaceKnowsNoExhibit() {
    noClasses()
        .that()
        .resideInAPackage("org.hakmem.lab")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.hakmem.lab.*..")
        .check(classes);
  }

  @Test
  void noExhibitKnowsTheCatalogue() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.hakmem.lab.catalogue")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.hakmem.lab.catalogue")
        .check(classes);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("org.hakmem.lab.(*)..").should().beFreeOfCycles().check(classes);
  }
}
