package org.hakmem.fault;

import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.hakmem.process.ChildJvm;

/**
 * Puts a {@link HeapFault#point()} into all classes of the allocator, before whatever may need Java
 * heap: each {@code new}, and each call of the JDK's but those that are known not to allocate.
 * After a call that changes a collection, too, as it may allocate when it has done so.
 */
final class HeapFaultPatch {

  private static final ClassDesc FAULT = ClassDesc.of(HeapFault.class.getName());
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(CD_void);

  /** Of the JDK's classes, those of which no method used here allocates. */
  private static final Set<String> QUIET =
      Set.of(
          "java/lang/Object",
          "java/lang/Record",
          "java/lang/Enum",
          "java/lang/Math",
          "java/lang/Runnable",
          "java/lang/Class",
          "java/lang/ref/Reference",
          "java/lang/ref/WeakReference",
          "java/lang/invoke/VarHandle",
          "java/lang/invoke/MethodHandle",
          "java/util/concurrent/locks/LockSupport",
          "java/util/concurrent/atomic/AtomicBoolean",
          "java/util/concurrent/atomic/AtomicInteger",
          "java/util/concurrent/atomic/AtomicLong",
          "java/util/concurrent/atomic/AtomicReference",
          "java/util/concurrent/atomic/AtomicReferenceArray",
          "java/util/concurrent/atomic/AtomicIntegerArray",
          "java/util/concurrent/atomic/AtomicLongArray",
          "java/util/function/Predicate",
          "java/util/function/Consumer");

  /** Methods that allocate in none of the classes that have them here. */
  private static final Set<String> QUIET_METHODS =
      Set.of(
          "currentThread",
          "isVirtual",
          "threadId",
          "isAlive",
          "interrupted",
          "nanoTime",
          "arraycopy",
          "copy",
          "mismatch",
          "bitCount",
          "numberOfTrailingZeros",
          "numberOfLeadingZeros",
          "highestOneBit",
          "compareUnsigned",
          "clamp",
          "address",
          "byteSize",
          "isNative",
          "get",
          "getFirst",
          "size",
          "isEmpty",
          "scope",
          "hasNext",
          "removeLast",
          "clear",
          "onSpinWait",
          "yield",
          "ordinal",
          "longValue",
          "intValue");

  private static final Set<String> CHANGES = Set.of("remove", "put", "increment");

  private final Path folder;

  /** Puts classes into {@code folder}, to stand before the real ones on a class path. */
  HeapFaultPatch(Path folder) {
    this.folder = folder;
  }

  /** Patches all classes. */
  void all() throws IOException {
    Path main = ChildJvm.mainClasses();
    try (Stream<Path> files = Files.walk(main.resolve("org"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        Path target = folder.resolve(main.relativize(file));
        Files.createDirectories(target.getParent());
        Files.write(target, patched(file));
      }
    }
  }

  private static byte[] patched(Path file) throws IOException {
    ClassFile classFile = ClassFile.of();
    return classFile.transformClass(
        classFile.parse(file),
        ClassTransform.transformingMethodBodies(
            method -> !method.methodName().equalsString("<clinit>"), new Points()));
  }

  private static final class Points implements CodeTransform {
    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (allocates(element)) {
        code.invokestatic(FAULT, "point", NOTHING);
      }
      code.with(element);
      if (element instanceof InvokeInstruction call
          && isOfCollections(call)
          && CHANGES.contains(call.name().stringValue())) {
        code.invokestatic(FAULT, "point", NOTHING);
      }
    }
  }

  private static boolean isOfCollections(InvokeInstruction call) {
    return call.owner().asInternalName().startsWith("java/util/");
  }

  private static boolean allocates(CodeElement element) {
    return switch (element) {
      case NewObjectInstruction _,
          NewPrimitiveArrayInstruction _,
          NewReferenceArrayInstruction _,
          NewMultiArrayInstruction _,
          InvokeDynamicInstruction _ ->
          true;
      case InvokeInstruction call -> {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        yield !owner.startsWith("org/hakmem/")
            && !owner.startsWith("[")
            && !name.equals("<init>") // the object is there
            && !QUIET.contains(owner)
            && !QUIET_METHODS.contains(name);
      }
      default -> false;
    };
  }
}
