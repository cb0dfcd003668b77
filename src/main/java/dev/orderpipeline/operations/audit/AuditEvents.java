package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decodes what lies in topics into events. Judges nothing: what cannot be read becomes an
/// [Unreadable], a bad record of the input a [PlacedRecord] that is no order.
public final class AuditEvents {

  private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_REASON_LENGTH = 200;

  private final TopicRoles roles;
  private final PlacedJudge judge;

  public AuditEvents(TopicRoles roles, PlacedJudge judge) {
    this.roles = roles;
    this.judge = judge;
  }

  /// Empty if the record's topic says nothing to an audit.
  public Optional<AuditEvent> from(TopicRecord record) {
    return roles
        .roleOf(record.topic())
        .map(role ->
            switch (role) {
              case TopicRoles.Role.Placed _ -> placed(record);
              case TopicRoles.Role.DeadLetter _ -> deadLetter(record);
              case TopicRoles.Role.State(Stage stage) -> state(record, stage);
            });
  }

  private AuditEvent placed(TopicRecord record) {
    return new PlacedRecord(
        position(record), record.timestamp(), judge.judge(record.key(), record.value()));
  }

  private static AuditEvent state(TopicRecord record, Stage topic) {
    if (record.value().isEmpty()) {
      return unreadable(record, GuaranteeName.VERSIONS_IN_ORDER, "a state record has no value");
    }
    try {
      SnapshotJson.Snapshot snapshot = SnapshotJson.read(record.value().get());
      if (!record.key().equals(Optional.of(snapshot.orderId()))) {
        return unreadable(
            record, GuaranteeName.VERSIONS_IN_ORDER, "the key is not the orderId of the value");
      }
      return new StateRecord(
          position(record),
          record.timestamp(),
          snapshot.orderId(),
          snapshot.version(),
          topic,
          snapshot.state(),
          snapshot.previous(),
          Optional.ofNullable(record.headers().get("ce_id")),
          announced(snapshot),
          snapshot.suspended());
    } catch (IOException | IllegalArgumentException e) {
      // The parser's message would quote the record, whose contents are not for reports.
      return unreadable(
          record,
          GuaranteeName.VERSIONS_IN_ORDER,
          "a state record is no snapshot (" + e.getClass().getSimpleName() + ")");
    }
  }

  /// Only the keys of the calls that its state makes: keys of earlier states are carried along, and
  /// naming a key late is no intent.
  private static Map<Step, String> announced(SnapshotJson.Snapshot snapshot) {
    Map<Step, String> announced = new EnumMap<>(Step.class);
    for (Step step : snapshot.state().calls()) {
      String key = snapshot.keys().get(step);
      if (key != null) {
        announced.put(step, key);
      }
    }
    return announced;
  }

  private static AuditEvent deadLetter(TopicRecord record) {
    Optional<String> topic = header(record, "dlq_source_topic");
    Optional<Position> source;
    try {
      source =
          topic.map(t ->
              new Position(
                  t,
                  Integer.parseInt(header(record, "dlq_source_partition").orElse("")),
                  Long.parseLong(header(record, "dlq_source_offset").orElse(""))));
    } catch (NumberFormatException e) {
      return unreadable(
          record,
          GuaranteeName.NO_ORDER_LOST,
          "a dead letter names a source topic, but no partition and offset in it");
    }
    return new DeadLetterRecord(
        position(record),
        record.timestamp(),
        header(record, "dlq_id"),
        bounded(header(record, "dlq_reason").orElse("no reason given")),
        header(record, "dlq_order_id").or(record::key).filter(AuditEvents::isOrderId),
        source);
  }

  private static boolean isOrderId(String text) {
    return ORDER_ID.matcher(text).matches();
  }

  private static String bounded(String reason) {
    return reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
  }

  private static Optional<String> header(TopicRecord record, String name) {
    return Optional.ofNullable(record.headers().get(name));
  }

  private static AuditEvent unreadable(TopicRecord record, GuaranteeName unproved, String why) {
    return new Unreadable(
        position(record).toString(), Optional.of(record.timestamp()), unproved, why);
  }

  private static Position position(TopicRecord record) {
    return new Position(record.topic(), record.partition(), record.offset());
  }
}
