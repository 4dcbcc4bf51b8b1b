package org.hakmem.examples.arrow;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The server's part: sends as many batches as a ticket asks for. */
final class NumbersProducer extends NoOpFlightProducer implements AutoCloseable {

  private final BufferAllocator allocator;
  private final Set<String> managers;
  private final ExecutorService senders = Executors.newCachedThreadPool();

  /** With an allocator for the batches; enters whose memory they are in. */
  NumbersProducer(BufferAllocator allocator, Set<String> managers) {
    this.allocator = allocator;
    this.managers = managers;
  }

  /** Asks for a number of batches. */
  static Ticket ticket(int batches) {
    return new Ticket(ByteBuffer.allocate(Integer.BYTES).putInt(batches).array());
  }

  /**
   * Sends from another thread, which waits while the client is behind: gRPC says that it has caught
   * up only when this method has returned.
   */
  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    int batches = ByteBuffer.wrap(ticket.getBytes()).getInt();
    BackpressureStrategy pressure = new BackpressureStrategy.CallbackBackpressureStrategy();
    pressure.register(listener);
    listener.setUseZeroCopy(true); // gRPC sends the very buffers; each batch has new ones
    senders.execute(() -> send(batches, listener, pressure));
  }

  private void send(int batches, ServerStreamListener listener, BackpressureStrategy pressure) {
    try (VectorSchemaRoot root = Numbers.open(allocator)) {
      listener.start(root);
      for (int batch = 0; batch < batches; batch++) {
        if (pressure.waitForListener(0) != BackpressureStrategy.WaitResult.READY) {
          return; // the client is gone
        }
        Numbers.fill(root, batch);
        managers.add(Numbers.manager(root));
        listener.putNext();
      }
      listener.completed();
    } catch (RuntimeException e) {
      listener.error(e);
    }
  }

  /** Waits until what was sent is off its hands. */
  @Override
  public void close() {
    senders.close();
  }
}
