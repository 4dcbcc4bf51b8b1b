package org.hakmem.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Set;

/**
 * The packages bottom-up. Calls run downwards only: a class may use its own layer and those below.
 *
 * <p>Of the top layer the others may use plain data: the exceptions every one of them, the settings
 * and the statistics the heap and what is above it.
 */
final class Layers extends ArchCondition<JavaClass> {

  private static final List<String> INTERNAL =
      List.of("event", "memory", "superslab", "slab", "heap", "arena", "checked", "jfr");
  private static final int HEAP = INTERNAL.indexOf("heap");
  private static final int TOP = INTERNAL.size();
  private static final int UNKNOWN = -1;

  private static final Set<String> FOR_ALL = Set.of("InvalidFreeException", "CorruptionException");
  private static final Set<String> FOR_HEAP =
      Set.of(
          "InvalidFreeException", "CorruptionException", "HakmemConfig", "HakmemStats", "Safety");

  private final String root;

  private Layers(String root) {
    super("use only their own layer and those below");
    this.root = root;
  }

  /** The rule for the packages under {@code root}. */
  static ArchRule ruleFor(String root) {
    return ArchRuleDefinition.classes().should(new Layers(root));
  }

  @Override
  public void check(JavaClass user, ConditionEvents events) {
    int layer = layerOf(user);
    if (layer == UNKNOWN) {
      events.add(SimpleConditionEvent.violated(user, user.getName() + " is in no layer"));
    }
    for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
      JavaClass used = dependency.getTargetClass().getBaseComponentType();
      if (isOurs(used) && layerOf(used) > layer && !isPlainData(used, layer)) {
        events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
      }
    }
  }

  private boolean isOurs(JavaClass type) {
    return isWithin(type.getPackageName(), root);
  }

  private int layerOf(JavaClass type) {
    String name = type.getPackageName();
    for (int layer = 0; layer < TOP; layer++) {
      if (isWithin(name, root + ".internal." + INTERNAL.get(layer))) {
        return layer;
      }
    }
    return isWithin(name, root + ".internal") ? UNKNOWN : TOP;
  }

  private boolean isPlainData(JavaClass used, int userLayer) {
    Set<String> permitted = userLayer >= HEAP ? FOR_HEAP : FOR_ALL;
    return permitted.stream()
        .map(name -> root + "." + name)
        .anyMatch(name -> used.getName().equals(name) || used.getName().startsWith(name + "$"));
  }

  private static boolean isWithin(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
