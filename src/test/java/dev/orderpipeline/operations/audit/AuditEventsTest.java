package dev.orderpipeline.operations.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Suspension;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditEventsTest {

  private static final Instant AT = OrderEvents.START;

  private final AuditEvents events =
      new AuditEvents(new TopicRoles("orders."), new SimplePlacedJudge());

  private AuditEvent decode(String topic, String key, String value, Map<String, String> headers) {
    return events
        .from(
            new TopicRecord(
                topic, 2, 7, AT, Optional.of(key), Optional.of(value.getBytes(UTF_8)), headers))
        .orElseThrow();
  }

  @Test
  void readsAnOrder() {
    String json =
        """
        {"orderId": "o-1", "customerId": "c", "amount": {"value": 4990, "currency": "EUR"},
         "items": [{"sku": "SKU-1", "quantity": 2}]}\
        """;
    PlacedRecord record = (PlacedRecord) decode("orders.placed", "o-1", json, Map.of());
    assertThat(record.position()).isEqualTo(new Position("orders.placed", 2, 7));
    assertThat(record.verdict())
        .isInstanceOfSatisfying(
            PlacedJudge.Valid.class,
            valid -> {
              assertThat(valid.amount()).isEqualTo(OrderEvents.money(4990, "EUR"));
              assertThat(valid.items()).isEqualTo(List.of(new Item("SKU-1", 2)));
            });
  }

  @Test
  void readsABadRecordAsOne() {
    assertThat(decode("orders.placed", "o-1", "{nonsense", Map.of()))
        .isEqualTo(
            new PlacedRecord(
                new Position("orders.placed", 2, 7), AT, new PlacedJudge.Invalid("not_an_order")));
  }

  @Test
  void readsASnapshotAndOnlyTheKeysOfItsOwnState() {
    String json =
        """
        {"order": {"orderId": "other", "version": 99, "items": [{"a": [1, {"b": 2}]}]},
         "orderId": "o-1", "version": 3, "state": "RESERVING", "previousState": "CHARGING",
         "charge": {"key": "charge-1", "attempts": 1, "more": {"key": "no"}},
         "reservation": {"more": ["key"], "key": "reserve-1"}, "history": [{"version": 1}]}\
        """;
    assertThat(decode("orders.reserving", "o-1", json, Map.of("ce_id", "o-1:3")))
        .isEqualTo(
            new StateRecord(
                new Position("orders.reserving", 2, 7),
                AT,
                "o-1",
                3,
                Stage.RESERVING,
                Stage.RESERVING,
                Optional.of(Stage.CHARGING),
                Optional.of("o-1:3"),
                Map.of(Step.RESERVE, "reserve-1"),
                Optional.empty()));
  }

  @Test
  void readsASuspension() {
    String json =
        """
        {"orderId": "o-1", "version": 4, "state": "COMPENSATING", "refund": {"key": "refund-1"},
         "release": {"key": "release-1"},
         "suspended": {"reason": "compensation_exhausted", "deadLetterId": "dl-1"}}\
        """;
    StateRecord record = (StateRecord) decode("orders.compensating", "o-1", json, Map.of());
    assertThat(record.suspended())
        .contains(new Suspension("compensation_exhausted", Optional.of("dl-1")));
    assertThat(record.intents())
        .isEqualTo(Map.of(Step.REFUND, "refund-1", Step.RELEASE, "release-1"));
  }

  @Test
  void aStateRecordThatCannotBeReadIsNamedWithoutItsContents() {
    for (String bad :
        List.of(
            "secret",
            "{\"secret\"",
            "[]",
            "{\"orderId\": \"o-1\"}",
            "{\"orderId\": \"o-1\", \"version\": 1, \"state\": \"SECRET\"}",
            "{\"orderId\": \"o-2\", \"version\": 1, \"state\": \"CHARGING\"}")) {
      Unreadable unreadable = (Unreadable) decode("orders.charging", "o-1", bad, Map.of());
      assertThat(unreadable.place()).isEqualTo("orders.charging-2@7");
      assertThat(unreadable.unproved()).isEqualTo(GuaranteeName.VERSIONS_IN_ORDER);
      assertThat(unreadable.why()).doesNotContainIgnoringCase("secret");
    }
  }

  @Test
  void readsADeadLetterByItsHeaders() {
    Map<String, String> headers =
        Map.of(
            "dlq_id", "dl-1",
            "dlq_reason", "not_json",
            "dlq_order_id", "o-1",
            "dlq_source_topic", "orders.placed",
            "dlq_source_partition", "3",
            "dlq_source_offset", "17");
    assertThat(decode("orders.dead-letter", "whatever", "{", headers))
        .isEqualTo(
            new DeadLetterRecord(
                new Position("orders.dead-letter", 2, 7),
                AT,
                Optional.of("dl-1"),
                "not_json",
                Optional.of("o-1"),
                Optional.of(new Position("orders.placed", 3, 17))));
  }

  @Test
  void aDeadLetterOfASuspensionHasNoSource() {
    DeadLetterRecord letter =
        (DeadLetterRecord)
            decode(
                "orders.dead-letter",
                "o-1",
                "",
                Map.of("dlq_reason", "compensation_exhausted", "dlq_order_id", "o-1"));
    assertThat(letter.source()).isEmpty();
    assertThat(letter.orderId()).contains("o-1");
  }

  @Test
  void aDeadLetterWithHalfASourceIsUnreadable() {
    assertThat(decode("orders.dead-letter", "o-1", "", Map.of("dlq_source_topic", "orders.placed")))
        .isInstanceOf(Unreadable.class);
  }

  @Test
  void otherTopicsSayNothing() {
    TopicRecord command =
        new TopicRecord("orders.commands", 0, 0, AT, Optional.empty(), Optional.empty(), Map.of());
    assertThat(events.from(command)).isEmpty();
  }

  @Test
  void everyTopicThatIsReadHasARole() {
    TopicRoles roles = new TopicRoles("shop.orders.");
    assertThat(roles.backwards())
        .hasSize(8)
        .allMatch(topic -> roles.roleOf(topic).isPresent())
        .doesNotHaveDuplicates();
  }
}
