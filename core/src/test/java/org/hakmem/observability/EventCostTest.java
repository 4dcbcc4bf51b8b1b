package org.hakmem.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hakmem.observability.AllocationChild.Observer;
import org.hakmem.process.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that are off cost nothing: the fast paths don't know them, the slow make no object. */
class EventCostTest {

  private static final Pattern FIGURES = Pattern.compile("bytes=(\\d+) refills=(\\d+)");

  private record Figures(long bytes, long refills) {}

  private static Figures figures(Observer observer) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                ChildJvm.path(ChildJvm.testClasses(), ChildJvm.mainClasses()),
                AllocationChild.class.getName(),
                observer.name().toLowerCase(Locale.ROOT)));
    Matcher figures = FIGURES.matcher(result.out());
    assertThat(figures.find()).as(result.toString()).isTrue();
    return new Figures(Long.parseLong(figures.group(1)), Long.parseLong(figures.group(2)));
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = Observer.class,
      names = {"NOBODY", "RECORDING"})
  void whatIsOffMakesNoObject(Observer observer) throws Exception {
    Figures figures = figures(observer);

    assertThat(figures.refills()).isGreaterThan(1000);
    assertThat(figures.bytes()).isZero();
  }

  /** So that the figure above is known to be one. */
  @Tag("slow")
  @Test
  void whatIsOnDoes() throws Exception {
    Figures figures = figures(Observer.RECORDING_OF_EVENTS);

    assertThat(figures.bytes()).isGreaterThan(figures.refills());
  }

  /** Each fast path's calls, all of them: none is of an event. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org/hakmem/Hakmem | malloc | (J)J | SizeClasses.of Hakmem.current CurrentHeap.fast \
          Heap.takesLast Heap.last Heap.pop Thread.currentThread Thread.isVirtual Hakmem.current \
          CurrentHeap.carriers CarrierHeaps.pop Hakmem.engine Engine.allocate
          org/hakmem/Hakmem | free | (J)V | Hakmem.pageMap PageMap.classAt Hakmem.current \
          CurrentHeap.fast Heap.push Thread.currentThread Thread.isVirtual Hakmem.current \
          CurrentHeap.carriers CarrierHeaps.push Hakmem.freeSlowly
          org/hakmem/internal/heap/CarrierHeaps | pop | (I)J | CarrierHeaps.os \
          OsMemory.currentCarrier CarrierHeaps.leaseOf Lease.pass Lease.heap Heap.popSlowly \
          Lease.leave
          org/hakmem/internal/heap/CarrierHeaps | push | (IJ)Z | CarrierHeaps.os \
          OsMemory.currentCarrier CarrierHeaps.leaseOf Lease.pass Lease.heap Heap.pushSlowly \
          Lease.leave
          org/hakmem/internal/heap/Heap | popSlowly | (I)J | Heap.lastClass Magazines.pop
          org/hakmem/internal/heap/Heap | pushSlowly | (IJ)Z | Heap.lastClass Magazines.push
          org/hakmem/internal/heap/Heap | pop | (I)J | Magazines.pop
          org/hakmem/internal/heap/Heap | push | (IJ)Z | Heap.lastClass Magazines.push
          org/hakmem/internal/heap/Watchable | takesLast | (I)Z | Watchable.lastClass
          org/hakmem/internal/heap/Watchable | lastClass | ()I | none
          org/hakmem/internal/heap/Magazines | pop | ([JI)J | none
          org/hakmem/internal/heap/Magazines | push | ([JIJ)Z | none
          """)
  void theFastPathsCallWhatTheyDid(String owner, String method, String type, String calls)
      throws IOException {
    MethodModel found =
        ClassFile.of().parse(ChildJvm.mainClasses().resolve(owner + ".class")).methods().stream()
            .filter(each -> each.methodName().equalsString(method))
            .filter(each -> each.methodType().equalsString(type))
            .findFirst()
            .orElseThrow();

    assertThat(callsOf(found))
        .containsExactlyElementsOf(calls.equals("none") ? List.of() : List.of(calls.split(" +")));
  }

  private static List<String> callsOf(MethodModel method) {
    return method
        .code()
        .orElseThrow()
        .elementStream()
        .filter(InvokeInstruction.class::isInstance)
        .map(InvokeInstruction.class::cast)
        .map(call ->
            call.owner().asInternalName().replaceFirst(".*/", "") + "." + call.name().stringValue())
        .toList();
  }
}
