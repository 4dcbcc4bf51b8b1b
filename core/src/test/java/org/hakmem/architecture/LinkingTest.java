package org.hakmem.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Test;

/**
 * The slow paths hold no lambda and no other call that is linked when it is first made: to link one
 * takes more of the stack than was made sure of, and takes time from a program's first calls.
 */
class LinkingTest {

  private static final String INTERNAL = "org/hakmem/internal/";

  /** Of records; nobody calls them but to report a fault. */
  private static final Set<String> OF_RECORDS = Set.of("toString", "hashCode", "equals");

  /** For statistics and checks. */
  private static final Set<String> APART =
      Set.of(
          "heap/Census.classes",
          "heap/Census.forEachSlab",
          "heap/Inspection.firstFault",
          "memory/NativeMemory.residentBytes",
          "memory/PortableMemory.residentBytes");

  private static List<String> lateLinks() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ChildJvm.mainClasses())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        String name = model.thisClass().asInternalName();
        if (name.startsWith(INTERNAL)) {
          model.methods().stream()
              .filter(LinkingTest::linksLate)
              .map(method -> method.methodName().stringValue())
              .filter(method -> !OF_RECORDS.contains(method))
              .forEach(method -> found.add(name.substring(INTERNAL.length()) + "." + method));
        }
      }
    }
    return found;
  }

  private static boolean linksLate(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(InvokeDynamicInstruction.class::isInstance);
  }

  @Test
  void onlyWhatIsApartLinksLate() throws IOException {
    assertThat(lateLinks()).containsExactlyInAnyOrderElementsOf(APART);
  }
}
