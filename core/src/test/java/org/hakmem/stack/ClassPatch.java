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

  /** Makes the probe one of a frame of {@code longs} locals, or of none if that is 0. */
  void probe(int longs) throws IOException {
    ClassDesc probe = ClassDesc.of(PROBE);
    replace(
        PROBE,
        "ensure",
        code -> {
          if (longs > 0) {
            Label done = code.newLabel();
            code.getstatic(probe, "again", CD_boolean).ifeq(done);
            code.lconst_0().lstore(2 * (longs - 1)).invokestatic(probe, "ensure", NOTHING);
            code.labelBinding(done);
          }
          code.return_();
        });
  }

  /** Makes allocators on the stack of whoever calls. */
  void noEmptyStack() throws IOException {
    ClassDesc callable = ClassDesc.of("java.util.concurrent.Callable");
    MethodTypeDesc type = MethodTypeDesc.of(ConstantDescs.CD_Object);
    replace(
        "org.hakmem.EmptyStack",
        "call",
        code -> code.aload(0).invokeinterface(callable, "call", type).areturn());
  }

  /** Leaves all classes to the first operations. */
  void noPreload() throws IOException {
    replace("org.hakmem.Preload", "classes", CodeBuilder::return_);
    replace("org.hakmem.Prelink", "run", CodeBuilder::return_);
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
