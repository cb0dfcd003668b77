package dev.orderpipeline.stream;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.domain.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.apache.kafka.streams.query.WindowKeyQuery;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.WindowStoreIterator;

/// Questions about the orders of this instance, and about who has the others. Any thread, but not
/// one that must not wait: finished orders are read from disk.
public final class OrderQueries {

  private static final HostInfo NOBODY = HostInfo.unavailable();

  private final KafkaStreams streams;
  private final CommittedOrders committed;
  private final FinishedScan finished;
  private final Duration memory;
  private final long maxSilenceNanos;
  private final Optional<String> self;
  private final SnapshotReader reader = new SnapshotReader();

  /// Most partitions seen; while the group moves them, some are nowhere.
  private final AtomicInteger partitions = new AtomicInteger();

  OrderQueries(KafkaStreams streams, CommittedOrders committed, StreamSettings settings) {
    this.streams = streams;
    this.committed = committed;
    this.finished = new FinishedScan(streams, settings.memory());
    this.memory = settings.memory();
    this.maxSilenceNanos = settings.sessionTimeout().toNanos() / 2;
    this.self = settings.address();
  }

  public CommittedOrders committed() {
    return committed;
  }

  /// Address of this instance; empty if it is not reachable by others.
  public Optional<String> self() {
    return self;
  }

  /// Who has an order.
  public OrderOwner owner(String orderId) {
    try {
      KeyQueryMetadata found =
          streams.queryMetadataForKey(KafkaActiveStore.NAME, orderId, new StringSerializer());
      if (found == null || found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return OrderOwner.UNKNOWN;
      }
      Optional<String> owner = address(found.activeHost());
      return new OrderOwner(
          found.partition(),
          owner,
          found.standbyHosts().stream()
              .map(OrderQueries::address)
              .flatMap(Optional::stream)
              .toList(),
          owner.equals(self));
    } catch (StreamsException | IllegalStateException notRunning) {
      return OrderOwner.UNKNOWN;
    }
  }

  /// What this instance, as the owner, says of an order.
  public Finding find(int partition, String orderId, Instant now) {
    Optional<CommittedOrders.Part> part =
        committed.part(partition, System.nanoTime(), maxSilenceNanos);
    if (part.isEmpty()) {
      return new Finding.NotHere();
    }
    Optional<Order> active = part.get().active(orderId);
    if (active.isPresent()) {
      return new Finding.Known(active.get());
    }
    QueryResult<WindowStoreIterator<byte[]>> result = finishedQuery(partition, orderId, now);
    Optional<Order> done = latest(result);
    if (!part.get().isOpen() || !result.isSuccess()) {
      return new Finding.NotHere();
    }
    return done.filter(_ -> !part.get().isUnsettled(orderId))
        .<Finding>map(Finding.Known::new)
        .orElseGet(Finding.Unknown::new);
  }

  /// What lies here of an order that another instance owns, or owned: it may have moved on. Of what
  /// is owned here nothing: the stores of an owner hold what may be rolled back, and one that is
  /// asked for a copy has been silent for too long to know whether it was.
  public Optional<Order> copy(int partition, String orderId, Instant now) {
    if (committed.owns(partition)) {
      return Optional.empty();
    }
    Optional<Order> active =
        query(KafkaActiveStore.NAME, partition, KeyQuery.<String, byte[]>withKey(orderId))
            .filter(QueryResult::isSuccess)
            .map(QueryResult::getResult)
            .map(reader::read);
    return active.or(() -> latest(finishedQuery(partition, orderId, now)));
  }

  private QueryResult<WindowStoreIterator<byte[]>> finishedQuery(
      int partition, String orderId, Instant now) {
    return query(
            KafkaFinishedStore.NAME,
            partition,
            WindowKeyQuery.<String, byte[]>withKeyAndWindowStartRange(
                orderId, KafkaFinishedStore.oldest(now, memory), KafkaFinishedStore.newest(now)))
        .orElseGet(() -> QueryResult.forFailure(FailureReason.NOT_PRESENT, "not running"));
  }

  private Optional<Order> latest(QueryResult<WindowStoreIterator<byte[]>> result) {
    if (!result.isSuccess()) {
      return Optional.empty();
    }
    byte[] last = null;
    try (WindowStoreIterator<byte[]> found = result.getResult()) {
      while (found.hasNext()) {
        last = found.next().value;
      }
    }
    return Optional.ofNullable(last).map(reader::read);
  }

  private <R> Optional<QueryResult<R>> query(String store, int partition, Query<R> query) {
    try {
      return Optional.ofNullable(
          streams
              .query(
                  StateQueryRequest.inStore(store)
                      .withQuery(query)
                      .withPartitions(Set.of(partition)))
              .getPartitionResults()
              .get(partition));
    } catch (StreamsException | IllegalStateException | NoSuchElementException moved) {
      // Not started, stopped, or the store was closed while it was read.
      return Optional.empty();
    }
  }

  /// Orders that this instance owns.
  public OrderPage page(OrderFilter filter, Instant now) {
    Map<Integer, CommittedOrders.Part> parts = committed.parts(System.nanoTime(), maxSilenceNanos);
    return OrderPages.of(parts, finished, filter, now);
  }

  /// All orders on their way here, as committed. For counting; a few thousand objects.
  public Stream<Order> active() {
    return committed.parts(System.nanoTime(), maxSilenceNanos).values().stream()
        .flatMap(part -> part.activeAfter("").stream());
  }

  /// Addresses of all instances of the group, this one among them.
  public Set<String> members() {
    return metadata()
        .map(StreamsMetadata::hostInfo)
        .map(OrderQueries::address)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  /// How many partitions the orders are spread over; 0 if not known yet.
  public int partitionCount() {
    int seen =
        metadata()
            .flatMap(member ->
                Stream.concat(
                    member.topicPartitions().stream(), member.standbyTopicPartitions().stream()))
            .mapToInt(partition -> partition.partition() + 1)
            .max()
            .orElse(0);
    return partitions.accumulateAndGet(seen, Math::max);
  }

  /// Who has which partitions, by address.
  public Map<String, List<Integer>> assignment() {
    return metadata()
        .filter(member -> !member.hostInfo().equals(NOBODY))
        .collect(
            Collectors.toMap(
                member -> text(member.hostInfo()),
                member ->
                    new ArrayList<>(
                        member.topicPartitions().stream()
                            .map(partition -> partition.partition())
                            .distinct()
                            .sorted()
                            .toList()),
                (a, _) -> a));
  }

  private Stream<StreamsMetadata> metadata() {
    try {
      return streams.metadataForAllStreamsClients().stream();
    } catch (StreamsException | IllegalStateException notRunning) {
      return Stream.empty();
    }
  }

  private static Optional<String> address(HostInfo host) {
    return host.equals(NOBODY) ? Optional.empty() : Optional.of(text(host));
  }

  private static String text(HostInfo host) {
    String name = host.host().contains(":") ? "[" + host.host() + "]" : host.host();
    return name + ":" + host.port();
  }
}
