package dev.orderpipeline.operations.replay;

import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Restoration;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.domain.Step;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The latest snapshot of every order on the topics of states: where it lies and what it says in
/// short. Holds about 200 bytes an order in memory, not the snapshots.
public final class KnownOrders {

  /// @param at when the snapshot was taken
  /// @param suspended whether a person has to decide
  public record Latest(
      String orderId,
      int version,
      StateName state,
      Instant at,
      boolean suspended,
      String topic,
      int partition,
      long offset) {

    public boolean liesAt(TopicRecord record) {
      return record.offset() == offset
          && record.partition() == partition
          && record.topic().equals(topic);
    }
  }

  /// @param key of the order's charge
  public record SomeKey(String orderId, String key) {}

  private final SnapshotReader reader = new SnapshotReader();
  private final Map<String, Latest> latest = new HashMap<>();
  private final int most;
  private Optional<SomeKey> someKey = Optional.empty();
  private long unreadable;

  /// @param most that are kept in mind
  public KnownOrders(int most) {
    this.most = most;
  }

  /// There are more than can be kept in mind.
  public static final class TooMany extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TooMany(int most) {
      super("the topics of states hold more than %,d orders".formatted(most));
    }
  }

  /// Takes a record of a topic of states, in any order.
  ///
  /// @throws TooMany if it is of one order more than may be kept in mind
  public void add(TopicRecord record) {
    Optional<Order> read =
        record.value().flatMap(reader::find).filter(order -> Restoration.flaw(order).isEmpty());
    if (read.isEmpty()) {
      unreadable++;
      return;
    }
    Order order = read.get();
    latest.merge(
        order.orderId(), summary(order, record), (a, b) -> a.version() >= b.version() ? a : b);
    if (latest.size() > most) {
      throw new TooMany(most);
    }
    someKey =
        someKey.or(
            () -> order.run(Step.CHARGE).map(run -> new SomeKey(order.orderId(), run.key())));
  }

  private static Latest summary(Order order, TopicRecord record) {
    return new Latest(
        order.orderId(),
        order.version(),
        order.state().name(),
        order.at(),
        order.suspended().isPresent(),
        record.topic().intern(),
        record.partition(),
        record.offset());
  }

  public Optional<Latest> find(String orderId) {
    return Optional.ofNullable(latest.get(orderId));
  }

  public Collection<Latest> all() {
    return latest.values();
  }

  /// Under which key some order is charged: it tells which pipeline's orders these are.
  public Optional<SomeKey> someKey() {
    return someKey;
  }

  /// Records that are no snapshots.
  public long unreadable() {
    return unreadable;
  }
}
