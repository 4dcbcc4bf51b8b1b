package org.hakmem.checked;

import org.hakmem.Hakmem;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;

/** Uses a checked allocator at the end of the stack. */
final class ScarcityChild {

  private static final int ROUNDS = 8;

  private final Slots slots;

  private ScarcityChild(Slots slots) {
    this.slots = slots;
  }

  public static void main(String[] args) throws InterruptedException {
    Hakmem hakmem =
        Hakmem.create(HakmemConfig.builder().scavenger(false).safety(Safety.CHECKED).build());
    Slots slots = new Slots(hakmem, Boolean.parseBoolean(args[0]));
    new ScarcityChild(slots).endStacks();
    System.out.println(slots.verdict());
    System.exit(0);
  }

  private void endStacks() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Thread thread =
          new Thread(null, this::descend, "descent", (200 << 10) + ((long) round << 10));
      thread.start();
      thread.join();
    }
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private void descend() {
    try {
      descend();
    } catch (StackOverflowError e) { // the end
    }
    slots.step();
  }
}
