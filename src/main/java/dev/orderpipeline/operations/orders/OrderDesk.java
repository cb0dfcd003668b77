package dev.orderpipeline.operations.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.stream.topics.OperatorSeat;
import dev.orderpipeline.stream.topics.OutgoingRecord;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Finds an order in the topics, sends it commands and waits for what comes of them. Blocks its
/// caller.
public final class OrderDesk {

  private static final Duration ASK = Duration.ofSeconds(15);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final Map<String, Object> client;
  private final TopicNames topics;
  private final String pipelineId;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final TopicReader reader;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param limit for reading the order's partition of the state topics
  public OrderDesk(
      Map<String, ?> client,
      TopicNames topics,
      String pipelineId,
      Duration limit,
      LongSupplier nanoTime) {
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.pipelineId = pipelineId;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.reader = new TopicReader(client, nanoTime);
  }

  /// The order's latest snapshot.
  ///
  /// @throws IllegalStateException if the topics cannot be read
  public Optional<Order> find(String orderId) {
    return latest(ReadRequest.committed(topics.states(), limit).withKey(orderId));
  }

  /// The same, when an earlier one is known.
  private Order later(Order known) {
    return latest(
            ReadRequest.committed(topics.states(), limit)
                .withKey(known.orderId())
                .since(known.at()))
        .filter(found -> found.version() >= known.version())
        .orElse(known);
  }

  private Optional<Order> latest(ReadRequest request) {
    SnapshotReader snapshots = new SnapshotReader();
    return read(request).stream()
        .flatMap(record -> record.value().flatMap(snapshots::find).stream())
        .max(Comparator.comparingInt(Order::version));
  }

  /// Hands the order a command, on the partition that it came in by.
  ///
  /// @return where the command lies
  /// @throws OperatorSeat.SeatTaken if somebody else acts on this order at this moment
  SourcePosition send(Order order, byte[] command) {
    try (OperatorSeat seat = OperatorSeat.take(client, pipelineId, "order-" + order.orderId())) {
      return seat.write(
              List.of(
                  new OutgoingRecord(
                      topics.commands(),
                      Optional.of(order.source().partition()),
                      Optional.of(order.orderId().getBytes(UTF_8)),
                      Optional.of(command),
                      Map.of())))
          .getFirst();
    }
  }

  /// Waits until the pipeline has dealt with a record: whatever follows from it lies in the topics.
  ///
  /// @return false if that takes longer than the patience
  boolean awaitDealtWith(SourcePosition record, Duration patience) {
    long until = nanoTime.getAsLong() + patience.toNanos();
    try (TopicAdmin admin = new TopicAdmin(client, ASK)) {
      while (admin.consumed(pipelineId, record.topic()).getOrDefault(record.partition(), 0L)
          <= record.offset()) {
        if (nanoTime.getAsLong() - until >= 0) {
          return false;
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return true;
    }
  }

  /// Waits until the order is as wanted.
  ///
  /// @return the order as it is then, or when the patience is over
  Order await(Order known, Predicate<Order> wanted, Duration patience) {
    long until = nanoTime.getAsLong() + patience.toNanos();
    Order order = later(known);
    while (!wanted.test(order) && nanoTime.getAsLong() - until < 0) {
      LockSupport.parkNanos(POLL_NANOS);
      order = later(order);
    }
    return order;
  }

  /// What a dead letter says of the record, if it has become one.
  Optional<String> deadLetter(Order order, SourcePosition record) {
    return read(
            ReadRequest.committed(List.of(topics.deadLetter()), limit)
                .withKey(order.orderId())
                .since(order.at()))
        .stream()
        .filter(letter -> lies(letter.headers(), record))
        .map(letter -> letter.headers().getOrDefault("dlq_message", ""))
        .findFirst();
  }

  private static boolean lies(Map<String, String> headers, SourcePosition record) {
    return record.topic().equals(headers.get("dlq_source_topic"))
        && String.valueOf(record.partition()).equals(headers.get("dlq_source_partition"))
        && String.valueOf(record.offset()).equals(headers.get("dlq_source_offset"));
  }

  private List<TopicRecord> read(ReadRequest request) {
    List<TopicRecord> records = new ArrayList<>();
    reader.readWhole(request, records::add);
    return records;
  }
}
