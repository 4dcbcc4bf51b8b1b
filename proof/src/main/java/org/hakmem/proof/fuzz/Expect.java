package org.hakmem.proof.fuzz;

import org.hakmem.InvalidFreeException;

/** Calls that must throw. */
final class Expect {

  private Expect() {}

  /** Throws a {@link Finding} unless the call throws an exception of exactly this type. */
  static void thrown(Class<? extends Throwable> type, String call, Runnable action) {
    try {
      action.run();
    } catch (Finding e) {
      throw e;
    } catch (Throwable t) {
      if (t.getClass() == type) {
        return;
      }
      throw new Finding(call + " threw " + t + " instead of " + type.getSimpleName(), t);
    }
    throw new Finding(call + " did not throw " + type.getSimpleName());
  }

  /** Throws a {@link Finding} unless the call refuses this address. */
  static void refused(long address, String call, Runnable action) {
    try {
      action.run();
    } catch (InvalidFreeException e) {
      if (e.address() != address
          || !String.valueOf(e.getMessage()).contains(Long.toHexString(address))) {
        throw new Finding(call + " named another address: " + e.getMessage(), e);
      }
      return;
    } catch (Throwable t) {
      throw new Finding(call + " threw " + t + " instead of InvalidFreeException", t);
    }
    throw new Finding(call + " was accepted");
  }
}
