package dev.orderpipeline.operations.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.codec.Decoded;
import dev.orderpipeline.codec.OrderPlacedDecoder;
import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Classification;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.IdempotencyKeys;
import dev.orderpipeline.domain.Input;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderMachine;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.replay.Selection.Range;
import dev.orderpipeline.protocol.Origin;
import dev.orderpipeline.steps.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayPlannerTest {

  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
  private static final Duration CALLABLE = Duration.ofHours(23);

  private final KnownOrders orders = new KnownOrders(1_000);
  private final OrderMachine machine =
      new OrderMachine(MachinePolicy.DEFAULT, new IdempotencyKeys("test"), new Steps());

  @Test
  void tellsWhatIsKnownFromWhatWouldRun() {
    publish("done", true);
    publish("going", false);
    ReplayPlanner planner = planner(Set.of("orders.placed-0@3"), Set.of("orders.placed-0@4"));
    assertThat(fates(planner, placed(0, "done"), placed(1, "going"), placed(2, "new")))
        .containsExactly(Fate.FINISHED, Fate.IN_PROGRESS, Fate.RUNS);
    assertThat(fates(planner, placed(3, "letter"), placed(4, "again"), placed(500, "unread")))
        .containsExactly(Fate.DEAD_LETTERED, Fate.REPEATED, Fate.NOT_READ_YET);
    assertThat(planner.judge(record(5, "x", "{", NOW, Map.of())).fate()).isEqualTo(Fate.NO_ORDER);
    assertThat(planner.judge(record(6, "other", json("o"), NOW, Map.of())).fate())
        .isEqualTo(Fate.NO_ORDER);
  }

  @Test
  void anOrderRunsOnceHoweverOftenItLiesThere() {
    ReplayPlanner planner = planner(Set.of(), Set.of());
    assertThat(fates(planner, placed(1, "new"), placed(2, "new")))
        .containsExactly(Fate.RUNS, Fate.REPEATED);
  }

  @Test
  void nobodyCallsForWhatTheGatewaysMayHaveForgotten() {
    ReplayPlanner planner = planner(Set.of(), Set.of());
    Instant old = NOW.minus(Duration.ofHours(25));
    assertThat(planner.judge(record(1, "a", json("a"), old, Map.of())).fate())
        .isEqualTo(Fate.TOO_OLD);
    // Published again since, it is as old as it was; and nobody makes it younger.
    assertThat(planner.judge(record(2, "b", json("b"), NOW, original(old))).fate())
        .isEqualTo(Fate.TOO_OLD);
    assertThat(planner.judge(record(3, "c", json("c"), old, original(NOW))).fate())
        .isEqualTo(Fate.TOO_OLD);
    assertThat(planner.judge(record(4, "d", json("d"), NOW.minus(CALLABLE), Map.of())).fate())
        .isEqualTo(Fate.RUNS);
  }

  @Test
  void addsUpTheMoneyThatWouldMove() {
    publish("done", true);
    ReplayPlanner planner = planner(Set.of(), Set.of());
    ReplayReport report = new ReplayReport();
    List.of(placed(0, "done"), placed(1, "new"), placed(2, "newer"))
        .forEach(record -> report.add(planner.judge(record)));
    assertThat(report.money()).containsExactly(Map.entry("EUR", 9980L));
    assertThat(report.counts())
        .containsOnly(Map.entry(Fate.FINISHED, 1L), Map.entry(Fate.RUNS, 2L));
    assertThat(report.runs()).containsExactlyInAnyOrder("orders.placed-0@1", "orders.placed-0@2");
  }

  @Test
  void whatIsPublishedAgainSaysWhereItComesFromAndKeepsItsAge() {
    Instant old = NOW.minus(Duration.ofHours(2));
    TopicRecord first = record(7, "o-1", json("o-1"), old, Map.of("traceparent", "t"));
    var again = Republishing.of(first, "orders.placed", "r-1");
    assertThat(again.headers())
        .containsOnly(
            Map.entry("traceparent", "t"),
            Map.entry("replay_of", "orders.placed-0@7"),
            Map.entry("replay_id", "r-1"),
            Map.entry("original_timestamp", String.valueOf(old.toEpochMilli())));
    assertThat(again.value().orElseThrow()).isEqualTo(json("o-1").getBytes(UTF_8));
    TopicRecord second = record(99, "o-1", json("o-1"), NOW, again.headers());
    assertThat(Republishing.of(second, "orders.placed", "r-2").headers())
        .containsEntry("replay_of", "orders.placed-0@99")
        .containsEntry("original_timestamp", String.valueOf(old.toEpochMilli()));
  }

  @Test
  void selectsByTimeOffsetStateAndId() {
    publish("done", true);
    TopicRecord record = placed(7, "done");
    Optional<Instant> none = Optional.empty();
    assertThat(
            new Selection(none, none, List.of(), Set.of(), Optional.empty()).holds(record, orders))
        .isTrue();
    assertThat(
            new Selection(Optional.of(NOW), none, List.of(), Set.of(), Optional.empty())
                .holds(record, orders))
        .isTrue();
    assertThat(
            new Selection(none, Optional.of(NOW), List.of(), Set.of(), Optional.empty())
                .holds(record, orders))
        .isFalse();
    assertThat(
            selected(List.of(Range.of("0:0-6")), Set.of(), Optional.empty()).holds(record, orders))
        .isFalse();
    assertThat(
            selected(List.of(Range.of("1:0-9"), Range.of("0:7-7")), Set.of(), Optional.empty())
                .holds(record, orders))
        .isTrue();
    assertThat(
            selected(List.of(), Set.of(StateName.COMPLETED), Optional.empty())
                .holds(record, orders))
        .isFalse();
    assertThat(
            selected(List.of(), Set.of(StateName.FAILED), Optional.empty()).holds(record, orders))
        .isTrue();
    assertThat(
            selected(List.of(), Set.of(StateName.FAILED), Optional.empty())
                .holds(placed(8, "new"), orders))
        .isFalse();
    assertThat(selected(List.of(), Set.of(), Optional.of(Set.of("x"))).holds(record, orders))
        .isFalse();
    assertThat(selected(List.of(), Set.of(), Optional.of(Set.of("done"))).holds(record, orders))
        .isTrue();
  }

  @Test
  void theSameSelectionHasTheSameId() {
    assertThat(selected(List.of(), Set.of(), Optional.of(Set.of("a", "b"))).id())
        .isEqualTo(selected(List.of(), Set.of(), Optional.of(Set.of("b", "a"))).id())
        .isNotEqualTo(selected(List.of(), Set.of(), Optional.of(Set.of("b", "c"))).id())
        .hasSizeLessThan(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "3:1", "3:9-1", "x:1-2", "3:-1-2", "3:1-99999999999999999999"})
  void whatIsNoRangeOfOffsetsIsRefused(String text) {
    assertThatThrownBy(() -> Range.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P:A-B");
  }

  private static Selection selected(
      List<Range> offsets, Set<StateName> states, Optional<Set<String>> ids) {
    return new Selection(Optional.empty(), Optional.empty(), offsets, states, ids);
  }

  private ReplayPlanner planner(Set<String> deadLettered, Set<String> published) {
    return new ReplayPlanner(
        new ReplayPlanner.Knowledge(orders, deadLettered, published, Map.of(0, 100L), CALLABLE),
        NOW);
  }

  private static List<Fate> fates(ReplayPlanner planner, TopicRecord... records) {
    return List.of(records).stream().map(record -> planner.judge(record).fate()).toList();
  }

  /// Puts the order's snapshots on the topics of states.
  private void publish(String orderId, boolean failed) {
    Decoded decoded =
        new OrderPlacedDecoder().decode(orderId.getBytes(UTF_8), json(orderId).getBytes(UTF_8));
    Order order =
        machine.admit(
            ((Decoded.Valid) decoded).placed(),
            new SourcePosition("orders.placed", 0, 1),
            Optional.empty(),
            NOW);
    order = machine.decide(order, new Input.CapacityGranted(), NOW).order();
    state(order);
    Failure failure = new Failure("no", Classification.NON_RETRYABLE, "no", Optional.empty());
    state(
        machine
            .decide(
                order,
                new Input.RulesChecked(failed ? Optional.of(failure) : Optional.empty()),
                NOW)
            .order());
  }

  private void state(Order order) {
    orders.add(
        new TopicRecord(
            "orders.x",
            0,
            order.version(),
            NOW,
            Optional.of(order.orderId()),
            Optional.of(new SnapshotWriter().write(order)),
            Map.of()));
  }

  private static TopicRecord placed(long offset, String orderId) {
    return record(offset, orderId, json(orderId), NOW, Map.of());
  }

  private static Map<String, String> original(Instant at) {
    return new HashMap<>(Map.of(Origin.TIMESTAMP, String.valueOf(at.toEpochMilli())));
  }

  private static TopicRecord record(
      long offset, String key, String value, Instant at, Map<String, String> headers) {
    return new TopicRecord(
        "orders.placed",
        0,
        offset,
        at,
        Optional.of(key),
        Optional.of(value.getBytes(UTF_8)),
        headers);
  }

  private static String json(String orderId) {
    return """
    {"orderId":"%s","customerId":"c-1","amount":{"value":4990,"currency":"EUR"},\
    "items":[{"sku":"SKU-1","quantity":2}]}\
    """
        .formatted(orderId);
  }
}
