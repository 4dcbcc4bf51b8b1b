/*
 * A Flight server and a client on loopback, all of whose Arrow buffers are hakmem's, beside the same
 * with Arrow's Netty manager. In the project's folder:
 *
 *   mvn -q -pl core,arrow,examples/arrow -am package -DskipTests
 *   java --enable-native-access=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED \
 *     --sun-misc-unsafe-memory-access=allow \
 *     -cp 'examples/arrow/target/classes:examples/arrow/target/lib/*' \
 *     org.hakmem.examples.arrow.FlightTransfer [MEBIBYTES [ROUNDS]]
 */
package org.hakmem.examples.arrow;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.netty.NettyAllocationManager;
import org.hakmem.Hakmem;
import org.hakmem.arrow.HakmemRootAllocator;

/** Moves 1 GiB, or as much as is asked for, several times in turn with each manager. */
public final class FlightTransfer {

  private static final int MEBIBYTES = 1024;
  private static final int ROUNDS = 5;

  private FlightTransfer() {}

  /** The command; see this file's first lines. */
  public static void main(String[] arguments) throws Exception {
    int mebibytes = argument(arguments, 0, MEBIBYTES);
    int rounds = argument(arguments, 1, ROUNDS);
    if (arguments.length > 2 || mebibytes <= 0 || rounds <= 0) {
      System.err.println("usage: FlightTransfer [MEBIBYTES [ROUNDS]], both from 1 on");
      System.exit(2);
    }
    run(mebibytes, rounds, System.out);
  }

  /** The number at a place of the command line, or what is usual; 0 if it is not a number. */
  private static int argument(String[] arguments, int place, int usual) {
    try {
      return arguments.length > place ? Integer.parseInt(arguments[place]) : usual;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** A round that does not count, then the rounds; in each both managers, each first in turn. */
  static void run(int mebibytes, int rounds, PrintStream out) throws Exception {
    List<Measured> all =
        List.of(
            new Measured("hakmem", listener -> new HakmemRootAllocator(listener, Long.MAX_VALUE)),
            new Measured("netty", FlightTransfer::openNettys));
    out.printf("%d MiB over loopback, %d rounds%n", mebibytes, rounds);
    for (int round = 0; round <= rounds; round++) {
      for (Measured one : round % 2 == 0 ? all : all.reversed()) {
        Transfer.Result result = Transfer.run(one.open, mebibytes);
        out.printf(
            Locale.ROOT,
            "%s %-7s %,10d rows, all as sent; %,5d buffers of %s; %,5.0f MiB/s, %.2f ms of CPU a MiB%n",
            round == 0 ? "warm-up" : "round " + round,
            one.name,
            result.rows(),
            result.buffers(),
            String.join(" and ", result.managers()),
            result.mebibytesPerSecond(),
            result.cpuMillisPerMebibyte());
        if (round > 0) {
          one.results.add(result);
        }
      }
    }
    for (Measured one : all) {
      out.printf(
          Locale.ROOT,
          "median  %-7s %,5.0f MiB/s, %.2f ms of CPU a MiB%n",
          one.name,
          one.median(Transfer.Result::mebibytesPerSecond),
          one.median(Transfer.Result::cpuMillisPerMebibyte));
    }
    out.printf("hakmem has %d live blocks%n", Hakmem.shared().stats().liveBlocks());
  }

  /** An allocator as a program has it that does not know of hakmem. */
  private static RootAllocator openNettys(AllocationListener listener) {
    return new RootAllocator(
        RootAllocator.configBuilder()
            .allocationManagerFactory(NettyAllocationManager.FACTORY)
            .listener(listener)
            .build());
  }

  /** A manager and what its rounds came to. */
  private static final class Measured {
    final String name;
    final Function<AllocationListener, RootAllocator> open;
    final List<Transfer.Result> results = new ArrayList<>();

    Measured(String name, Function<AllocationListener, RootAllocator> open) {
      this.name = name;
      this.open = open;
    }

    double median(ToDoubleFunction<Transfer.Result> figure) {
      double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
  }
}
