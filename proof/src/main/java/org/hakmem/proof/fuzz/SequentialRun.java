package org.hakmem.proof.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hakmem.HakmemConfig;
import org.hakmem.Safety;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs one step at a time, on several threads in turn and up to {@value #MAX_INSTANCES}
 * instances. A program makes the same calls in each run.
 */
public final class SequentialRun implements AutoCloseable {

  private static final int MAX_INSTANCES = 3;
  private static final long MAX_BYTES = 128 << 20;

  private final Function<HakmemConfig, Subject> factory;
  private final @Nullable Safety safety;
  private final Workers workers = new Workers();

  private LiveBlocks live = new LiveBlocks();
  private Actor actor;
  private final List<Instance> instances = new ArrayList<>();
  private @Nullable Subject closed;

  /** A block that the closed instance had, or any address. */
  private long closedAddress;

  private int lastStep;

  /**
   * Creates one.
   *
   * @param factory makes the allocators under test
   * @param safety their safety mode, or null for any
   */
  public SequentialRun(Function<HakmemConfig, Subject> factory, @Nullable Safety safety) {
    this.factory = factory;
    this.safety = safety;
    this.actor = new Actor(live, MAX_BYTES, true, 0);
  }

  /**
   * Runs a program with allocators of its own, which are closed in the end.
   *
   * @return the number of calls that it made
   * @throws Finding at the first difference from the model
   */
  public long run(Program program) {
    live = new LiveBlocks();
    actor = new Actor(live, MAX_BYTES, true, program.settings());
    closed = null;
    try {
      create(program.settings());
      for (lastStep = 0; lastStep < program.steps(); lastStep++) {
        step(program.step(lastStep));
      }
      end();
      closeAll();
      return actor.operations();
    } catch (Finding e) {
      throw abandoned(e);
    } catch (Throwable t) {
      throw abandoned(new Finding("unexpected: " + t, t));
    }
  }

  /** Returns the step at which the last program ended; the number of its steps if after them. */
  int lastStep() {
    return lastStep;
  }

  private Finding abandoned(Finding finding) {
    try {
      closeAll();
    } catch (Throwable t) {
      finding.addSuppressed(t);
    }
    return finding;
  }

  private void create(long seed) {
    HakmemConfig config = Configs.random(seed, safety);
    instances.add(new Instance(factory.apply(config), config));
  }

  private void step(Step step) {
    switch (step.kind()) {
      case END_THREAD -> endThread(step.worker() == Worker.SECOND ? Worker.SECOND : Worker.FIRST);
      case CREATE -> {
        if (instances.size() < MAX_INSTANCES) {
          create(step.bytes());
        }
      }
      case CLOSE -> {
        if (instances.size() > 1) {
          close(instances.get(step.instance(instances.size())));
        }
      }
      case CALL_CLOSED -> {
        @Nullable Subject subject = closed;
        if (subject != null) {
          workers.run(step.worker(), () -> callClosed(step, subject));
        }
      }
      default -> {
        Worker worker = actor.arenas().workerFor(step);
        Instance instance = instances.get(step.instance(instances.size()));
        workers.run(worker, () -> actor.act(step, instance, worker));
      }
    }
  }

  private void endThread(Worker worker) {
    for (OpenArena arena : List.copyOf(actor.hand().arenas())) {
      if (arena.isConfined() && arena.worker() == worker) {
        close(arena);
      }
    }
    workers.renew(worker);
  }

  private void close(OpenArena arena) {
    Worker worker = arena.isConfined() ? arena.worker() : Worker.CALLER;
    workers.run(worker, () -> actor.arenas().close(arena));
  }

  private void close(Instance instance) {
    closeArenas(instance);
    instance.requireConsistent();
    closedAddress = actor.hand().forget(instance);
    instances.remove(instance);
    instance.subject().close();
    closed = instance.subject();
  }

  private void closeArenas(Instance instance) {
    for (OpenArena arena : List.copyOf(actor.hand().arenas())) {
      if (arena.owner() == instance) {
        close(arena);
      }
    }
  }

  private void callClosed(Step step, Subject subject) {
    long size = step.size();
    Runnable call =
        switch (step.choose(10, 11)) {
          case 0 -> () -> subject.malloc(size);
          case 1 -> () -> subject.malloc(size, step.alignment());
          case 2 -> () -> subject.calloc(size);
          case 3 -> () -> subject.allocate(size, step.alignment());
          case 4 -> () -> subject.realloc(closedAddress, size);
          case 5 -> () -> subject.free(closedAddress);
          case 6 -> () -> subject.free(Memory.at(closedAddress, 1));
          case 7 -> () -> subject.newArena(Subject.ArenaKind.of(step.choose(3, 12)));
          case 8 -> subject::trim;
          default -> subject::stats;
        };
    Expect.thrown(IllegalStateException.class, "call of a closed allocator", call);
    subject.close();
  }

  /** Frees everything and checks that nothing is left. */
  private void end() {
    for (Instance instance : instances) {
      closeArenas(instance);
      instance.requireConsistent();
    }
    workers.run(Worker.FIRST, actor::freeAll);
    for (Instance instance : instances) {
      instance.requireEmpty();
    }
  }

  private void closeAll() {
    while (!instances.isEmpty()) {
      instances.removeLast().subject().close();
    }
  }

  @Override
  public void close() {
    workers.close();
  }
}
