package dev.orderpipeline.operations.audit;

import static dev.orderpipeline.operations.audit.OrderEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {

  @TempDir Path temp;

  private final OrderEvents make = new OrderEvents();

  private static AuditReport audit(AuditScope scope, AuditLimits limits, List<AuditEvent> events)
      throws IOException {
    try (Audit audit = new Audit(scope, Guarantee.all(), limits)) {
      events.forEach(audit::accept);
      return audit.finish();
    }
  }

  private AuditReport quiet(List<AuditEvent> events) throws IOException {
    return audit(AuditScope.expectQuiet(), AuditLimits.in(temp), events);
  }

  @Test
  void aDoubleCaptureAMissingRefundAndAMissingOutcomeAreExactlyThreeViolations()
      throws IOException {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.addAll(i % 4 == 0 ? make.failed("fine-" + i) : make.completed("fine-" + i));
    }
    events.addAll(make.completed("twice"));
    events.add(make.effect("twice", Effect.CAPTURE));
    make.failed("unrefunded").stream()
        .filter(e -> !(e instanceof LedgerLine l && l.entry().effect() == Effect.REFUND))
        .forEach(events::add);
    events.addAll(make.charging("endless"));

    AuditReport report = quiet(events);

    assertThat(report.verdict()).isEqualTo("audit: 3 violation(s)");
    assertThat(report.violations())
        .extracting(v -> v.guarantee().label() + " " + v.orderId().orElseThrow())
        .containsExactly("NoOrderStuck endless", "MoneyAddsUp twice", "MoneyAddsUp unrefunded");
  }

  @Test
  void countsWhatBecameOfEveryRecord() throws IOException {
    List<AuditEvent> events = new ArrayList<>();
    events.addAll(make.completed("o-1"));
    events.add(make.placed("o-1"));
    events.add(make.placed("o-1"));
    events.addAll(make.failed("o-2"));
    events.addAll(make.charging("o-3"));
    events.add(make.placed("o-4"));
    events.addAll(make.suspended("o-5"));
    PlacedRecord bad = make.bad();
    events.add(bad);
    events.add(make.rejected(bad, "not_json"));
    events.add(make.rejected(bad, "not_json"));
    PlacedRecord conflict = make.placed("o-1", "other");
    events.add(conflict);
    events.add(make.rejected(conflict, "conflicting_duplicate"));
    PlacedRecord old = make.placed("o-6");
    events.add(old);
    events.add(make.rejected(old, "older_than_memory"));
    events.add(make.bad());

    AuditReport report =
        audit(
            new AuditScope(false, Optional.empty(), Optional.of(Map.of(0, 0L))),
            AuditLimits.in(temp),
            events);

    assertThat(report.verdict()).isEqualTo("audit: clean");
    assertThat(report.counts()).isEqualTo(new AuditCounts(11, 1, 1, 2, 1, 3, 2, 1, 5, 1, 0));
    assertThat(report.oldestInProgress()).contains(new AuditReport.Pending("o-3", START));
  }

  @Test
  void aBadRecordWithoutADeadLetterIsNamedByPosition() throws IOException {
    PlacedRecord bad = make.bad();
    AuditReport report = quiet(List.of(bad));
    assertThat(report.violations().getFirst().evidence())
        .containsExactly(bad.position().toString());
  }

  @Test
  void whatCannotBeReadCannotBeProved() throws IOException {
    AuditReport report =
        quiet(
            List.of(
                new Unreadable(
                    "ledger:7", Optional.empty(), GuaranteeName.MONEY_ADDS_UP, "torn line")));
    assertThat(report.broken()).isEqualTo(Map.of(GuaranteeName.MONEY_ADDS_UP, 1L));
    assertThat(report.violations().getFirst().evidence()).containsExactly("ledger:7");
  }

  @Test
  void ordersThatBeganBeforeAreLeftOut() throws IOException {
    List<AuditEvent> events = make.charging("o-1");
    AuditScope later = new AuditScope(true, Optional.of(START.plusSeconds(1)), Optional.empty());
    AuditReport report = audit(later, AuditLimits.in(temp), events);
    assertThat(report.clean()).isTrue();
    assertThat(report.counts().leftOut()).isEqualTo(1);
    AuditScope sooner = new AuditScope(true, Optional.of(START), Optional.empty());
    assertThat(audit(sooner, AuditLimits.in(temp), events).clean()).isFalse();
  }

  @Test
  void violationsBeyondTheListAreCounted() throws IOException {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(make.placed("o-" + i));
    }
    AuditReport report =
        audit(AuditScope.expectQuiet(), new AuditLimits(temp, 1000, 1 << 20, 2, 3), events);
    assertThat(report.total()).isEqualTo(10);
    assertThat(report.violations()).hasSize(3);
    assertThat(AuditText.render(report)).contains("… and 7 more, of 10");
  }

  @Test
  void aFloodOfDuplicatesIsCountedNotKept() throws IOException {
    List<AuditEvent> events = make.completed("o-1");
    for (int i = 0; i < OrderDossier.MAX_EVENTS + 10; i++) {
      events.add(make.placed("o-1"));
    }
    AuditReport report = quiet(events);
    assertThat(report.clean()).isTrue();
    assertThat(report.counts().duplicates()).isEqualTo(OrderDossier.MAX_EVENTS + 10);
  }

  @Test
  void anOrderWithTooManyEventsIsNotCalledClean() throws IOException {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i <= OrderDossier.MAX_EVENTS; i++) {
      events.add(make.state("o-1", i + 1, Stage.COMPENSATING));
    }
    assertThat(quiet(events).broken()).containsOnlyKeys(GuaranteeName.BOUNDED);
  }

  @Test
  void spillingFindsWhatMemoryFinds() throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      List<AuditEvent> events = randomEvents(random);
      AuditReport inMemory = quiet(events);
      Collections.shuffle(events, random);
      AuditLimits tiny = new AuditLimits(temp, 1 + random.nextInt(40), 1 << 20, 2, 100);
      AuditReport spilled = audit(AuditScope.expectQuiet(), tiny, events);
      assertThat(spilled).as("seed %d", seed).isEqualTo(inMemory);
      assertThat(inMemory.clean()).as("seed %d", seed).isFalse();
      assertThat(temp).as("what was spilled is removed").isEmptyDirectory();
    }
  }

  @Test
  void bytesAreALimitToo() throws IOException {
    AuditLimits fewBytes = new AuditLimits(temp, 1000, 1, 2, 100);
    try (Audit audit = new Audit(AuditScope.expectQuiet(), Guarantee.all(), fewBytes)) {
      audit.accept(make.placed("o-1"));
      try (var spilled = Files.list(temp)) {
        assertThat(spilled).hasSize(1);
      }
    }
    assertThat(temp).isEmptyDirectory();
  }

  /// Orders of all kinds, from each of which any event may be missing or there twice.
  private List<AuditEvent> randomEvents(Random random) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String id = "o-" + random.nextInt(1000);
      List<AuditEvent> order =
          switch (random.nextInt(5)) {
            case 0 -> make.completed(id);
            case 1 -> make.failed(id);
            case 2 -> make.suspended(id);
            case 3 -> make.charging(id);
            default -> {
              PlacedRecord bad = make.bad();
              yield OrderEvents.listOf(bad, make.rejected(bad, "not_json"));
            }
          };
      for (AuditEvent event : order) {
        int times = random.nextInt(10) == 0 ? random.nextInt(3) : 1;
        for (int n = 0; n < times; n++) {
          events.add(event instanceof StateRecord s && n > 0 ? moved(s) : event);
        }
      }
    }
    return events;
  }

  private StateRecord moved(StateRecord s) {
    return new StateRecord(
        make.position(s.topic().topicSuffix()),
        s.at(),
        s.orderId(),
        s.version(),
        s.topic(),
        s.state(),
        s.previous(),
        s.eventId(),
        s.intents(),
        s.suspended());
  }
}
