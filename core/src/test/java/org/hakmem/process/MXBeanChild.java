package org.hakmem.process;

import org.hakmem.Hakmem;
import org.hakmem.HakmemMXBeans;

/** A small program that registers an MXBean, and says its name or why that can't be. */
public final class MXBeanChild {

  private MXBeanChild() {}

  /** Runs it. */
  public static void main(String[] args) {
    try (HakmemMXBeans.Registration shown = HakmemMXBeans.register(Hakmem.shared(), "child")) {
      System.out.println(shown.objectName());
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
