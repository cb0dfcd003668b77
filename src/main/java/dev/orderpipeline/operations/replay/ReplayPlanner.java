package dev.orderpipeline.operations.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.OrderPlaced;
import dev.orderpipeline.protocol.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges records of `orders.placed` before they are published again. Changes nothing outside of
/// itself; remembers which orders it has let run, so that each runs once.
public final class ReplayPlanner {

  /// What is known when the planning begins.
  ///
  /// @param deadLettered positions of records with a dead letter, as [TopicRecord#position]
  /// @param published positions of records that are published again already
  /// @param consumed by partition, the first offset that the pipeline has not read
  /// @param callable how old an unknown order may be for the gateways to be called for it
  public record Knowledge(
      KnownOrders orders,
      Set<String> deadLettered,
      Set<String> published,
      Map<Integer, Long> consumed,
      Duration callable) {}

  /// @param orderId if the record is an order
  /// @param amount likewise
  public record Judged(
      TopicRecord record, Fate fate, Optional<String> orderId, Optional<Money> amount) {}

  private final OrderPlacedDecoder decoder = new OrderPlacedDecoder();
  private final Knowledge known;
  private final Instant now;
  private final Set<String> chosen = new HashSet<>();

  public ReplayPlanner(Knowledge known, Instant now) {
    this.known = known;
    this.now = now;
  }

  public Judged judge(TopicRecord record) {
    byte[] key = record.key().map(text -> text.getBytes(UTF_8)).orElse(null);
    return switch (decoder.decode(key, record.value().orElse(null))) {
      case Decoded.Malformed _ ->
          new Judged(record, Fate.NO_ORDER, Optional.empty(), Optional.empty());
      case Decoded.Valid(OrderPlaced placed) ->
          new Judged(
              record,
              fate(record, placed.orderId()),
              Optional.of(placed.orderId()),
              Optional.of(placed.amount()));
    };
  }

  private Fate fate(TopicRecord record, String orderId) {
    Optional<KnownOrders.Latest> latest = known.orders().find(orderId);
    if (latest.isPresent()) {
      return latest.get().state().isFinal() ? Fate.FINISHED : Fate.IN_PROGRESS;
    }
    if (known.deadLettered().contains(record.position())) {
      return Fate.DEAD_LETTERED;
    }
    if (record.offset() >= known.consumed().getOrDefault(record.partition(), 0L)) {
      return Fate.NOT_READ_YET;
    }
    if (known.published().contains(record.position()) || !chosen.add(orderId)) {
      return Fate.REPEATED;
    }
    return since(record).plus(known.callable()).isBefore(now) ? Fate.TOO_OLD : Fate.RUNS;
  }

  /// When the record, or the first one that it repeats, was appended.
  public static Instant since(TopicRecord record) {
    return Origin.of(record.headers())
        .flatMap(Origin::timestamp)
        .filter(original -> original.isBefore(record.timestamp()))
        .orElse(record.timestamp());
  }
}
