package org.hakmem.stack;

import static java.lang.constant.ConstantDescs.CD_boolean;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hakmem.process.ChildJvm;

/** Shipped classes with a method changed, to stand before the real ones on a class path. */
final class ClassPatch {

  private static final ClassFile CLASS_FILE = ClassFile.of();
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);
  private static final String PROBE = "org.hakmem.internal.heap.StackProbe";

  private final Path folder;

  /** Puts classes into {@code folder}. */
  ClassPatch(Path folder) {
    this.folder = folder;
  }

  /** Makes the near probe one of a frame of {@code longs} locals, or of none if that is 0. */
  void nearProbe(int longs) throws IOException {
    ClassDesc probe = ClassDesc.of(PROBE);
    replace(
        PROBE,
        "near",
        code -> {
          if (longs > 0) {
            Label done = code.newLabel();
            code.getstatic(probe, "again", CD_boolean).ifeq(done);
            code.lconst_0().lstore(2 * (longs - 1)).invokestatic(probe, "near", NOTHING);
            code.labelBinding(done);
          }
          code.return_();
        });
  }

  /** Makes the far probe one that looks nowhere. */
  void noFarProbe() throws IOException {
    replace(PROBE, "far", CodeBuilder::return_);
  }

  /** Makes the rehearsal one that never begins. */
  void noRehearsal() throws IOException {
    replace("org.hakmem.Rehearsal", "startFor", CodeBuilder::return_);
  }

  private void replace(String name, String method, Consumer<CodeBuilder> body) throws IOException {
    String file = name.replace('.', '/') + ".class";
    Path target = folder.resolve(file);
    ClassModel present =
        CLASS_FILE.parse(Files.exists(target) ? target : ChildJvm.mainClasses().resolve(file));
    if (present.methods().stream().filter(found -> isNamed(found, method)).count() != 1) {
      throw new IllegalStateException("not one method " + name + "." + method);
    }
    byte[] patched =
        CLASS_FILE.transformClass(
            present,
            ClassTransform.transformingMethodBodies(
                found -> isNamed(found, method),
                new CodeTransform() {
                  @Override
                  public void atStart(CodeBuilder code) {
                    body.accept(code);
                  }

                  @Override
                  public void accept(CodeBuilder code, CodeElement left) {
                    // out
                  }
                }));
    Files.createDirectories(target.getParent());
    Files.write(target, patched);
  }

  private static boolean isNamed(MethodModel found, String name) {
    return found.methodName().equalsString(name);
  }
}
