package dev.orderpipeline.stream;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.protocol.Capacity;
import dev.orderpipeline.protocol.OrderBook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/// The order book that the nodes of one task share. Streams makes the nodes of a task apart from
/// each other; they meet here by task id. A task that is rolled back closes all its nodes before it
/// starts again, and so gets a new book. Thread-safe.
final class TaskBooks {

  private static final class Shared {
    final OrderBook book;
    int users;

    Shared(OrderBook book) {
      this.book = book;
    }
  }

  private final Map<TaskId, Shared> books = new HashMap<>();
  private final Capacity capacity;
  private final Duration memory;
  private final Function<Order, byte[]> writer;
  private final PipelineClients clients;
  private final Runnable stateCheck;

  /// @param stateCheck throws if what the stores hold is not what the pipeline has worked with
  TaskBooks(
      Capacity capacity,
      Duration memory,
      Function<Order, byte[]> writer,
      PipelineClients clients,
      Runnable stateCheck) {
    this.writer = writer;
    this.stateCheck = stateCheck;
    this.capacity = capacity;
    this.memory = memory;
    this.clients = clients;
  }

  OrderBook open(ProcessorContext<?, ?> context) {
    // It asks the cluster; other threads need not wait for that.
    if (!isOpen(context.taskId())) {
      stateCheck.run();
    }
    return shared(context);
  }

  private synchronized boolean isOpen(TaskId task) {
    return books.containsKey(task);
  }

  private synchronized OrderBook shared(ProcessorContext<?, ?> context) {
    Shared shared =
        books.computeIfAbsent(
            context.taskId(),
            _ ->
                new Shared(
                    new OrderBook(
                        new KafkaActiveStore(context.getStateStore(KafkaActiveStore.NAME)),
                        new KafkaFinishedStore(
                            context.getStateStore(KafkaFinishedStore.NAME), memory),
                        capacity,
                        clients.scope().changes().of(context.taskId().partition()),
                        writer)));
    shared.users++;
    return shared.book;
  }

  synchronized void close(TaskId task) {
    Shared shared = books.get(task);
    if (shared != null && --shared.users == 0) {
      shared.book.close();
      books.remove(task);
    }
  }
}
