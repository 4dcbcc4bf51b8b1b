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
          Hakmem.states Heap.takeLast Heap.pop Thread.currentThread Thread.isVirtual \
          Hakmem.current CurrentHeap.carriers CarrierHeaps.pop Hakmem.engine Engine.allocate
          org/hakmem/Hakmem | free | (J)V | Hakmem.states BlockStates.liveClass Hakmem.current \
          CurrentHeap.fast Heap.push Thread.currentThread Thread.isVirtual Hakmem.current \
          CurrentHeap.carriers CarrierHeaps.push Hakmem.engine Engine.freeBlock
          org/hakmem/internal/heap/CarrierHeaps | pop | (I)J | CarrierHeaps.os \
          OsMemory.currentCarrier CarrierHeaps.leaseOf Lease.pass SmallBlocks.states Lease.heap \
          Heap.takeLast Lease.heap Heap.pop Lease.leave
          org/hakmem/internal/heap/CarrierHeaps | push | (IJ)Z | CarrierHeaps.os \
          OsMemory.currentCarrier CarrierHeaps.leaseOf Lease.pass Lease.heap SmallBlocks.states \
          Heap.push Lease.leave
          org/hakmem/internal/heap/Heap | takeLast | (ILorg/hakmem/internal/slab/BlockStates;)J \
          | Heap.lastClass BlockStates.handOut
          org/hakmem/internal/heap/Heap | pop | (ILorg/hakmem/internal/slab/BlockStates;)J \
          | Magazines.top BlockStates.handOut
          org/hakmem/internal/heap/Heap | push | (IJLorg/hakmem/internal/slab/BlockStates;)Z \
          | Heap.lastClass Magazines.top BlockStates.isTracked BlockStates.setCached
          org/hakmem/internal/heap/Watchable | lastClass | ()I | none
          org/hakmem/internal/heap/Magazines | top | ([JJ)J | Magazines.top
          org/hakmem/internal/heap/Magazines | top | (J)I | none
          org/hakmem/internal/slab/BlockStates | liveClass | (J)I | Long.compareUnsigned \
          ByteMap.get BlockStates.liveTinyClass
          org/hakmem/internal/slab/BlockStates | liveTinyClass | (J)I | ByteMap.get
          org/hakmem/internal/slab/BlockStates | handOut | (IJB)Z | BlockStates.isTracked \
          ByteMap.replace BlockStates.liveCode ByteMap.replace
          org/hakmem/internal/slab/BlockStates | isTracked | (I)Z | none
          org/hakmem/internal/slab/BlockStates | liveCode | (IJ)B | none
          org/hakmem/internal/slab/BlockStates | setCached | (IJB)V | BlockStates.set
          org/hakmem/internal/slab/BlockStates | set | (IJB)V | ByteMap.put ByteMap.put
          org/hakmem/internal/memory/ByteMap | replace | (JBB)Z | ByteMap.get ByteMap.put
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
