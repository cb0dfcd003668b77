package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Suspension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the events of orders as a pipeline that keeps its promises writes them; a test then takes
/// away, adds or changes what it is about.
final class OrderEvents {

  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  static final Money AMOUNT = money(4990, "EUR");
  static final List<Item> ITEMS = List.of(new Item("SKU-1", 2), new Item("SKU-2", 1));

  private long offset;
  private long line;

  static Money money(long value, String currency) {
    return new Money(value, Currency.getInstance(currency));
  }

  static String key(Step step, String orderId) {
    return step.label() + "-" + orderId;
  }

  List<AuditEvent> completed(String id) {
    return listOf(
        placed(id),
        state(id, 1, Stage.VALIDATING),
        state(id, 2, Stage.CHARGING),
        effect(id, Effect.CAPTURE),
        state(id, 3, Stage.RESERVING),
        effect(id, Effect.RESERVE),
        state(id, 4, Stage.COMPLETED));
  }

  /// Failed for want of stock, the charge refunded, the reservation barred.
  List<AuditEvent> failed(String id) {
    return listOf(
        placed(id),
        state(id, 1, Stage.VALIDATING),
        state(id, 2, Stage.CHARGING),
        effect(id, Effect.CAPTURE),
        state(id, 3, Stage.RESERVING),
        state(id, 4, Stage.COMPENSATING),
        bar(id),
        effect(id, Effect.REFUND),
        state(id, 5, Stage.FAILED));
  }

  List<AuditEvent> charging(String id) {
    return listOf(placed(id), state(id, 1, Stage.VALIDATING), state(id, 2, Stage.CHARGING));
  }

  List<AuditEvent> suspended(String id) {
    String letter = "dl-" + id;
    return listOf(
        placed(id),
        state(id, 1, Stage.VALIDATING),
        state(id, 2, Stage.CHARGING),
        effect(id, Effect.CAPTURE),
        state(id, 3, Stage.COMPENSATING),
        suspend(state(id, 4, Stage.COMPENSATING), letter),
        deadLetter("compensation_exhausted", Optional.of(id), Optional.empty(), letter));
  }

  PlacedRecord placed(String id) {
    return placed(id, "content-" + id);
  }

  PlacedRecord placed(String id, String fingerprint) {
    return new PlacedRecord(
        position("placed"), START, new PlacedJudge.Valid(id, fingerprint, AMOUNT, ITEMS));
  }

  PlacedRecord bad() {
    return new PlacedRecord(position("placed"), START, new PlacedJudge.Invalid("not_json"));
  }

  DeadLetterRecord rejected(PlacedRecord record, String reason) {
    Optional<String> id =
        record.verdict() instanceof PlacedJudge.Valid v
            ? Optional.of(v.orderId())
            : Optional.empty();
    return deadLetter(reason, id, Optional.of(record.position()), "dl-" + record.position());
  }

  DeadLetterRecord deadLetter(
      String reason, Optional<String> orderId, Optional<Position> source, String dlqId) {
    return new DeadLetterRecord(
        position("dead-letter"), START, Optional.of(dlqId), reason, orderId, source);
  }

  StateRecord state(String id, int version, Stage stage) {
    Map<Step, String> intents = new EnumMap<>(Step.class);
    stage.calls().forEach(step -> intents.put(step, key(step, id)));
    return new StateRecord(
        position(stage.topicSuffix()),
        START.plusSeconds(version),
        id,
        version,
        stage,
        stage,
        Optional.empty(),
        Optional.of(id + ":" + version),
        intents,
        Optional.empty());
  }

  static StateRecord suspend(StateRecord s, String deadLetterId) {
    return new StateRecord(
        s.position(),
        s.at(),
        s.orderId(),
        s.version(),
        s.topic(),
        s.state(),
        s.previous(),
        s.eventId(),
        s.intents(),
        Optional.of(new Suspension("compensation_exhausted", Optional.of(deadLetterId))));
  }

  LedgerLine effect(String id, Effect effect) {
    return switch (effect) {
      case CAPTURE -> line(id, effect, Step.CHARGE, Optional.of(AMOUNT), List.of());
      case REFUND -> line(id, effect, Step.REFUND, Optional.of(AMOUNT), List.of());
      case RESERVE -> line(id, effect, Step.RESERVE, Optional.empty(), ITEMS);
      case RELEASE -> line(id, effect, Step.RELEASE, Optional.empty(), ITEMS);
      case BAR -> bar(id);
    };
  }

  LedgerLine capture(String id, Money amount) {
    return line(id, Effect.CAPTURE, Step.CHARGE, Optional.of(amount), List.of());
  }

  LedgerLine bar(String id) {
    return line(id, Effect.BAR, Step.RELEASE, Optional.empty(), List.of());
  }

  LedgerLine line(String id, Effect effect, Step step, Optional<Money> amount, List<Item> items) {
    line++;
    LedgerEntry entry =
        new LedgerEntry(
            line,
            START.plusSeconds(1),
            effect,
            id,
            key(step, id),
            Optional.empty(),
            amount,
            items,
            Optional.empty());
    return new LedgerLine("ledger", line, entry, true);
  }

  static LedgerLine young(LedgerLine line) {
    return new LedgerLine(line.ledger(), line.line(), line.entry(), false);
  }

  Position position(String suffix) {
    return new Position("orders." + suffix, 0, offset++);
  }

  static List<AuditEvent> listOf(AuditEvent... events) {
    return new ArrayList<>(List.of(events));
  }
}
