package org.hakmem.cli;

import java.util.List;
import org.hakmem.HakmemStats.Protocol;
import org.hakmem.HakmemStats.Refills;
import org.hakmem.bench.larson.Corruption;
import org.hakmem.bench.larson.Failure;
import org.hakmem.bench.larson.LarsonParameters;
import org.hakmem.bench.larson.LarsonResult;

/** Made-up results; every figure differs from every other. */
final class Results {

  private Results() {}

  static LarsonResult valid() {
    return of(true, List.of(), List.of(), List.of());
  }

  static LarsonResult failed() {
    return of(
        true,
        List.of(new Corruption(0x7f00, 64, 5, 0x61, 0x62)),
        List.of(new Failure("larson-1.0", new IllegalStateException("two\nlines"))),
        List.of("blocks are missing"));
  }

  static LarsonResult incomplete() {
    return of(false, List.of(), List.of(), List.of());
  }

  private static LarsonResult of(
      boolean complete, List<Corruption> corruptions, List<Failure> failures, List<String> errors) {
    return new LarsonResult(
        LarsonParameters.of(30, 10),
        complete,
        30.0004999,
        369_000_000,
        12_299_795.0417,
        740,
        corruptions.size(),
        corruptions,
        failures,
        errors,
        0,
        new Refills(11, 12, 13, 14, 15, 16, 17),
        new Protocol(21, 22, 23, 24_000, 25, 26, 27, 0),
        123_456_789,
        4_000_000);
  }
}
