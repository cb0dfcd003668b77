package dev.orderpipeline.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventCodecTest {

  private final OrderEvents make = new OrderEvents();

  @Test
  void whatIsPackedIsUnpackedTheSame() {
    Instant precise = Instant.parse("2026-01-02T03:04:05.123456789Z");
    List<AuditEvent> events = new ArrayList<>();
    events.addAll(make.suspended("o-ü"));
    events.addAll(make.failed("o-2"));
    events.addAll(make.completed("o-3"));
    events.add(make.bad());
    events.add(make.deadLetter("r", Optional.empty(), Optional.of(make.position("x")), "d"));
    events.add(
        new StateRecord(
            make.position("failed"),
            precise,
            "o",
            9,
            Stage.FAILED,
            Stage.CHARGING,
            Optional.of(Stage.PENDING),
            Optional.empty(),
            Map.of(),
            Optional.empty()));
    events.add(
        new LedgerLine(
            "l",
            3,
            new LedgerEntry(
                1,
                precise,
                LedgerEntry.Effect.BAR,
                "o",
                "k",
                Optional.of("u"),
                Optional.empty(),
                List.of(),
                Optional.of("r")),
            false));
    events.add(new IntentCommitted(1, "o", "k", 2));
    events.add(new RequestLeft(3, "o", "k", 4));
    events.add(new Unreadable("p", Optional.of(precise), GuaranteeName.NO_ORDER_LOST, "why"));
    for (AuditEvent event : events) {
      assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
    }
  }
}
