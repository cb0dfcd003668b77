package dev.orderpipeline.operations.audit;

import static dev.orderpipeline.operations.audit.OrderEvents.ITEMS;
import static dev.orderpipeline.operations.audit.OrderEvents.START;
import static dev.orderpipeline.operations.audit.OrderEvents.listOf;
import static dev.orderpipeline.operations.audit.OrderEvents.money;
import static dev.orderpipeline.operations.audit.OrderEvents.young;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Every guarantee on orders that keep it, and on each way to break it. All guarantees judge every
/// dossier, so that a breach is seen to be named once, by the right one.
class GuaranteesTest {

  private final OrderEvents make = new OrderEvents();

  private List<String> judge(AuditScope scope, List<AuditEvent> events) {
    OrderDossier order = OrderDossier.of("o-1", events);
    return Guarantee.all().stream()
        .flatMap(g -> g.judge(order, scope).stream())
        .map(v -> v.guarantee().label() + ": " + v.message())
        .toList();
  }

  private List<String> quiet(List<AuditEvent> events) {
    return judge(AuditScope.expectQuiet(), events);
  }

  private List<String> running(List<AuditEvent> events) {
    return judge(AuditScope.running(), events);
  }

  private static List<AuditEvent> without(List<AuditEvent> events, Predicate<AuditEvent> what) {
    return events.stream().filter(what.negate()).toList();
  }

  private static List<AuditEvent> with(List<AuditEvent> events, AuditEvent... more) {
    events.addAll(List.of(more));
    return events;
  }

  private static Predicate<AuditEvent> isState(Stage stage) {
    return e -> e instanceof StateRecord s && s.state() == stage;
  }

  private static Predicate<AuditEvent> isEffect(Effect effect) {
    return e -> e instanceof LedgerLine l && l.entry().effect() == effect;
  }

  private static Predicate<AuditEvent> isPlaced() {
    return PlacedRecord.class::isInstance;
  }

  @Test
  void ordersThatEndWellAreClean() {
    assertThat(quiet(make.completed("o-1"))).isEmpty();
    assertThat(quiet(make.failed("o-1"))).isEmpty();
    assertThat(quiet(make.suspended("o-1"))).isEmpty();
  }

  @Test
  void aViolationCarriesEvidenceAndTheStory() {
    List<AuditEvent> events = with(make.completed("o-1"), make.effect("o-1", Effect.CAPTURE));
    Violation violation =
        new MoneyAddsUp().judge(OrderDossier.of("o-1", events), AuditScope.running()).getFirst();
    assertThat(violation.evidence()).containsExactly("ledger:1", "ledger:3");
    assertThat(violation.story()).hasSize(events.size());
    assertThat(violation.orderId()).contains("o-1");
  }

  @Nested
  class NoOrderLostIsBroken {
    @Test
    void byAnOrderWithoutATrace() {
      List<AuditEvent> events = listOf(make.placed("o-1"));
      assertThat(running(events)).isEmpty();
      assertThat(quiet(events))
          .containsExactly(
              "NoOrderLost: was placed and left no trace: no state record, no outcome, no dead"
                  + " letter");
    }

    /// It waited for capacity when the memory was lost, and was too old when it was placed again.
    @Test
    void notByAnOrderWhoseRecordWasTurnedAwayWhenItWasPlacedAgain() {
      List<AuditEvent> events = listOf(make.placed("o-1"));
      PlacedRecord again = make.placed("o-1");
      events.add(again);
      assertThat(quiet(events)).hasSize(1);
      assertThat(quiet(with(events, make.rejected(again, "older_than_key_retention")))).isEmpty();
    }

    @Test
    void byAnOrderOfWhichOnlyOtherContentWasTurnedAway() {
      List<AuditEvent> events = listOf(make.placed("o-1"));
      PlacedRecord other = make.placed("o-1", "other");
      events.add(other);
      assertThat(quiet(with(events, make.rejected(other, "conflicting_duplicate")))).hasSize(1);
    }

    /// It was placed again behind other content that had not been read yet, and came too late.
    @Test
    void notByAnOrderWhoseRepetitionContradictsWhatHadNotBeenReadYet() {
      List<AuditEvent> events = listOf(make.placed("o-1", "first"));
      events.addAll(make.completed("o-1"));
      assertThat(quiet(events)).hasSize(1);
      PlacedRecord again = make.placed("o-1", "first");
      events.add(again);
      assertThat(quiet(with(events, make.rejected(again, "conflicting_duplicate")))).isEmpty();
    }

    /// Its memory was lost before it began, what contradicts it was read first, and both came
    /// again.
    @Test
    void notByARepetitionOfTheContentThatTheOrderHas() {
      List<AuditEvent> events = new ArrayList<>(make.completed("o-1"));
      events.add(make.placed("o-1", "other"));
      PlacedRecord again = make.placed("o-1");
      events.add(again);
      events.add(make.placed("o-1", "other"));
      assertThat(quiet(with(events, make.rejected(again, "conflicting_duplicate")))).isEmpty();
    }

    @Test
    void notByADuplicate() {
      assertThat(quiet(with(make.completed("o-1"), make.placed("o-1")))).isEmpty();
    }

    @Test
    void byAConflictWithoutADeadLetter() {
      PlacedRecord conflict = make.placed("o-1", "other");
      List<AuditEvent> events = with(make.completed("o-1"), make.placed("o-1"));
      events.add(new PlacedRecord(make.position("placed"), START, conflict.verdict()));
      assertThat(running(events))
          .containsExactly(
              "NoOrderLost: was placed again with other content, and no dead letter says so");
    }

    @Test
    void notByAConflictThatIsNotConsumedYet() {
      List<AuditEvent> events = make.completed("o-1");
      PlacedRecord conflict = make.placed("o-1", "other");
      events.add(conflict);
      long offset = conflict.position().offset();
      assertThat(judge(consumed(offset), events)).isEmpty();
      assertThat(judge(consumed(offset + 1), events)).hasSize(1);
    }

    private AuditScope consumed(long offset) {
      return new AuditScope(false, Optional.empty(), Optional.of(Map.of(0, offset)));
    }

    @Test
    void notByAConflictWithADeadLetter() {
      PlacedRecord conflict = make.placed("o-1", "other");
      PlacedRecord later =
          new PlacedRecord(new Position("orders.placed", 0, 99), START, conflict.verdict());
      assertThat(
              quiet(
                  with(
                      make.completed("o-1"), later, make.rejected(later, "conflicting_duplicate"))))
          .isEmpty();
    }

    @Test
    void notByARecordTooOldWhoseOrderIsPlacedAgain() {
      PlacedRecord old = make.placed("o-1", "old content");
      List<AuditEvent> events = make.completed("o-1");
      events.add(old);
      events.add(make.rejected(old, "older_than_memory"));
      OrderDossier order = OrderDossier.of("o-1", events);
      assertThat(quiet(events)).isEmpty();
      assertThat(order.admitted().orElseThrow().verdict())
          .isEqualTo(((PlacedRecord) events.getFirst()).verdict());
    }

    @Test
    void notByAnOrderThatIsADeadLetter() {
      PlacedRecord old = make.placed("o-1");
      assertThat(quiet(listOf(old, make.rejected(old, "older_than_memory")))).isEmpty();
      assertThat(quiet(listOf(old, make.rejected(old, "older_than_key_retention")))).isEmpty();
      assertThat(quiet(listOf(old, make.rejected(old, "some_other_reason")))).isEmpty();
    }

    @Test
    void byABadRecordWithoutADeadLetter() {
      NoOrderLost guarantee = new NoOrderLost();
      PlacedRecord bad = make.bad();
      InputDossier lost = InputDossier.empty().with(bad);
      assertThat(guarantee.judge(lost, AuditScope.running()).orElseThrow().evidence())
          .containsExactly("orders.placed-0@0");
      assertThat(guarantee.judge(lost, consumed(0))).isEmpty();
      InputDossier kept = lost.with(make.rejected(bad, "not_json"));
      assertThat(guarantee.judge(kept, AuditScope.expectQuiet())).isEmpty();
    }
  }

  @Nested
  class OneOutcomeIsBroken {
    @Test
    void byTwoOutcomes() {
      assertThat(quiet(with(make.completed("o-1"), make.state("o-1", 5, Stage.COMPLETED))))
          .contains("OneOutcome: has 2 outcomes: COMPLETED, COMPLETED");
    }

    @Test
    void byBothOutcomes() {
      assertThat(quiet(with(make.completed("o-1"), make.state("o-1", 5, Stage.FAILED))))
          .contains("OneOutcome: has 2 outcomes: COMPLETED, FAILED");
    }

    @Test
    void byAnOutcomeOfNothing() {
      assertThat(quiet(without(make.completed("o-1"), isPlaced().or(LedgerLine.class::isInstance))))
          .containsExactly("OneOutcome: has an outcome, but no record placed it");
    }
  }

  @Nested
  class IntentBeforeCallIsBroken {
    @Test
    void byAnEffectThatNoRecordNames() {
      List<AuditEvent> events = make.charging("o-1");
      events.add(
          make.line(
              "o-1", Effect.CAPTURE, Step.REFUND, Optional.of(OrderEvents.AMOUNT), List.of()));
      assertThat(running(events))
          .containsExactly(
              "IntentBeforeCall: CAPTURE with key refund-o-1, which no committed state record of"
                  + " the order names");
    }

    @Test
    void byEachKindOfEffect() {
      for (Effect effect : Effect.values()) {
        List<AuditEvent> events =
            listOf(
                make.placed("o-1"),
                make.state("o-1", 1, Stage.VALIDATING),
                make.effect("o-1", effect));
        assertThat(running(events))
            .as("%s", effect)
            .anyMatch(v -> v.contains(effect + " with key"));
      }
    }

    @Test
    void byEachEffectUnderTheKeyOfAnotherStep() {
      List<AuditEvent> all = make.failed("o-1");
      assertBorrowedKey(all, Effect.CAPTURE, Step.RESERVE);
      assertBorrowedKey(all, Effect.RESERVE, Step.CHARGE);
      assertBorrowedKey(all, Effect.REFUND, Step.RELEASE);
      assertBorrowedKey(all, Effect.RELEASE, Step.REFUND);
      assertBorrowedKey(all, Effect.BAR, Step.RESERVE);
    }

    private void assertBorrowedKey(List<AuditEvent> all, Effect effect, Step step) {
      List<AuditEvent> events = new ArrayList<>(all);
      events.add(make.line("o-1", effect, step, Optional.of(OrderEvents.AMOUNT), ITEMS));
      assertThat(running(events))
          .as("%s", effect)
          .anyMatch(v -> v.startsWith("IntentBeforeCall: " + effect + " with key " + step.label()));
    }

    @Test
    void notByAnEffectYoungerThanTheReadingOfTheTopics() {
      List<AuditEvent> events = listOf(make.placed("o-1"), make.state("o-1", 1, Stage.VALIDATING));
      events.add(young(make.effect("o-1", Effect.CAPTURE)));
      assertThat(running(events)).isEmpty();
    }

    @Test
    void byARequestBeforeItsCommit() {
      List<AuditEvent> events = make.charging("o-1");
      events.add(new RequestLeft(1, "o-1", "charge-o-1", 1));
      events.add(new IntentCommitted(2, "o-1", "charge-o-1", 1));
      events.add(new RequestLeft(3, "o-1", "charge-o-1", 1));
      assertThat(running(events))
          .containsExactly(
              "IntentBeforeCall: attempt 1 with key charge-o-1 left before its intent was"
                  + " committed");
    }

    @Test
    void byAnAttemptWithoutACommitOfItsOwn() {
      List<AuditEvent> events = make.charging("o-1");
      events.add(new IntentCommitted(1, "o-1", "charge-o-1", 1));
      events.add(new RequestLeft(2, "o-1", "charge-o-1", 2));
      assertThat(running(events)).hasSize(1).first().asString().contains("attempt 2");
    }
  }

  @Nested
  class MoneyAddsUpIsBroken {
    @Test
    void byADoubleCapture() {
      assertThat(quiet(with(make.completed("o-1"), make.effect("o-1", Effect.CAPTURE))))
          .containsExactly(
              "MoneyAddsUp: is COMPLETED, but EUR: CAPTURE 9980 − REFUND 0 = 9980, should be 4990");
    }

    @Test
    void byAMissingCapture() {
      assertThat(quiet(without(make.completed("o-1"), isEffect(Effect.CAPTURE))))
          .containsExactly(
              "MoneyAddsUp: is COMPLETED, but EUR: CAPTURE 0 − REFUND 0 = 0, should be 4990");
    }

    @Test
    void byAMissingRefund() {
      assertThat(quiet(without(make.failed("o-1"), isEffect(Effect.REFUND))))
          .containsExactly(
              "MoneyAddsUp: is FAILED, but EUR: CAPTURE 4990 − REFUND 0 = 4990, should be 0");
    }

    @Test
    void byADoubleRefund() {
      assertThat(quiet(with(make.failed("o-1"), make.effect("o-1", Effect.REFUND))))
          .hasSize(1)
          .first()
          .asString()
          .contains("= -4990, should be 0");
    }

    @Test
    void byStockOfOneSkuThatIsMissing() {
      List<AuditEvent> events = without(make.completed("o-1"), isEffect(Effect.RESERVE));
      assertThat(quiet(events)).hasSize(1).first().asString().contains("SKU-1").contains("SKU-2");
      List<AuditEvent> partly = new ArrayList<>(events);
      partly.add(
          make.line(
              "o-1", Effect.RESERVE, Step.RESERVE, Optional.empty(), List.of(ITEMS.getFirst())));
      assertThat(quiet(partly))
          .containsExactly(
              "MoneyAddsUp: is COMPLETED, but SKU-2: RESERVE 0 − RELEASE 0 = 0, should be 1");
    }

    @Test
    void byStockNobodyOrdered() {
      LedgerLine stray =
          make.line(
              "o-1", Effect.RESERVE, Step.RESERVE, Optional.empty(), List.of(new Item("SKU-9", 3)));
      assertThat(quiet(with(make.completed("o-1"), stray)))
          .hasSize(1)
          .first()
          .asString()
          .contains("SKU-9: RESERVE 3")
          .contains("should be 0");
    }

    @Test
    void byAnotherCurrency() {
      List<AuditEvent> events =
          new ArrayList<>(without(make.completed("o-1"), isEffect(Effect.CAPTURE)));
      events.add(make.capture("o-1", money(4990, "USD")));
      assertThat(quiet(events))
          .hasSize(1)
          .first()
          .asString()
          .contains("EUR: CAPTURE 0")
          .contains("USD: CAPTURE 4990");
    }

    @Test
    void byAnotherCurrencyThereAndBack() {
      List<AuditEvent> events = make.failed("o-1");
      events.add(make.capture("o-1", money(10, "USD")));
      events.add(
          make.line("o-1", Effect.REFUND, Step.REFUND, Optional.of(money(10, "USD")), List.of()));
      assertThat(quiet(events)).containsExactly("MoneyAddsUp: is in EUR, but money moved in USD");
    }

    @Test
    void byMoneyForAnOrderNobodyPlaced() {
      assertThat(quiet(List.of(make.effect("o-1", Effect.CAPTURE))))
          .contains("MoneyAddsUp: has effects at a gateway, but no record placed it");
      assertThat(running(List.of(young(make.effect("o-1", Effect.CAPTURE))))).isEmpty();
    }

    @Test
    void byMoneyForADeadLetter() {
      PlacedRecord old = make.placed("o-1");
      assertThat(
              running(
                  listOf(
                      old,
                      make.rejected(old, "older_than_memory"),
                      make.effect("o-1", Effect.CAPTURE))))
          .anyMatch(v -> v.startsWith("MoneyAddsUp: is DEAD_LETTERED"));
    }

    @Test
    void byAnEffectThatDoesNotSayHowMuch() {
      LedgerLine unclear =
          make.line("o-1", Effect.CAPTURE, Step.CHARGE, Optional.empty(), List.of());
      assertThat(quiet(with(make.failed("o-1"), unclear)))
          .containsExactly("MoneyAddsUp: has effects that do not say what they moved");
    }

    @Test
    void whileInProgressByMoreThanTheOrderIsWorth() {
      List<AuditEvent> once = with(make.charging("o-1"), make.effect("o-1", Effect.CAPTURE));
      assertThat(running(once)).isEmpty();
      assertThat(running(with(once, make.effect("o-1", Effect.CAPTURE))))
          .containsExactly(
              "MoneyAddsUp: is IN_PROGRESS, but EUR: CAPTURE 9980 − REFUND 0 = 9980, should be 0"
                  + " or 4990");
    }
  }

  @Nested
  class VersionsInOrderIsBroken {
    @Test
    void byAGap() {
      assertThat(quiet(without(make.completed("o-1"), isState(Stage.VALIDATING))))
          .containsExactly("VersionsInOrder: begins with version 2, not 1");
      assertThat(quiet(without(make.failed("o-1"), isState(Stage.RESERVING))))
          .containsExactly("VersionsInOrder: version 4 follows version 2");
    }

    @Test
    void byARepeat() {
      assertThat(quiet(with(make.completed("o-1"), make.state("o-1", 2, Stage.CHARGING))))
          .containsExactly("VersionsInOrder: version 2 was written twice");
    }

    @Test
    void byARecordAfterTheOutcome() {
      assertThat(quiet(with(make.completed("o-1"), make.state("o-1", 5, Stage.COMPENSATING))))
          .containsExactly("VersionsInOrder: COMPENSATING follows the outcome COMPLETED");
    }

    @Test
    void byARecordThatComesFromElsewhere() {
      List<AuditEvent> events = make.charging("o-1");
      StateRecord next = make.state("o-1", 3, Stage.RESERVING);
      assertThat(running(with(events, from(next, Stage.CHARGING)))).isEmpty();
      events.removeLast();
      assertThat(running(with(events, from(next, Stage.COMPENSATING))))
          .containsExactly(
              "VersionsInOrder: version 3 says it comes from COMPENSATING, but version 2 is"
                  + " CHARGING");
    }

    @Test
    void byWritingALaterVersionFirst() {
      StateRecord third = make.state("o-1", 4, Stage.COMPENSATING);
      StateRecord second = make.state("o-1", 3, Stage.COMPENSATING);
      assertThat(running(with(make.charging("o-1"), third, second)))
          .containsExactly("VersionsInOrder: version 4 was written before version 3");
    }

    @Test
    void byTheWrongTopicOrEventId() {
      StateRecord s = make.state("o-1", 3, Stage.RESERVING);
      StateRecord wrong =
          new StateRecord(
              s.position(),
              s.at(),
              "o-1",
              3,
              Stage.COMPENSATING,
              Stage.RESERVING,
              s.previous(),
              Optional.of("o-1:9"),
              s.intents(),
              s.suspended());
      assertThat(running(with(make.charging("o-1"), wrong)))
          .containsExactly(
              "VersionsInOrder: a record of state RESERVING lies in the topic of COMPENSATING",
              "VersionsInOrder: ce_id is o-1:9, not o-1:3");
    }

    private StateRecord from(StateRecord s, Stage previous) {
      return new StateRecord(
          s.position(),
          s.at(),
          s.orderId(),
          s.version(),
          s.topic(),
          s.state(),
          Optional.of(previous),
          s.eventId(),
          s.intents(),
          s.suspended());
    }
  }

  @Nested
  class NoOrderStuckIsBroken {
    @Test
    void byAnOrderWithoutAnEndInAQuietSystem() {
      assertThat(running(make.charging("o-1"))).isEmpty();
      assertThat(quiet(make.charging("o-1")))
          .containsExactly(
              "NoOrderStuck: stopped in CHARGING without an outcome, suspension or dead letter");
    }

    @Test
    void bySuspensionWithoutItsDeadLetter() {
      List<AuditEvent> events = make.suspended("o-1");
      events.removeLast();
      String message = "NoOrderStuck: is suspended, and no dead letter says so to a person";
      assertThat(running(events)).containsExactly(message);
      events.add(
          make.deadLetter(
              "compensation_exhausted", Optional.of("o-1"), Optional.empty(), "dl-other"));
      assertThat(running(events)).containsExactly(message);
    }

    @Test
    void notByAnOrderThatWasSuspendedAndWentOn() {
      List<AuditEvent> events = make.suspended("o-1");
      events.add(make.state("o-1", 5, Stage.COMPENSATING));
      assertThat(running(events)).isEmpty();
      events.add(make.effect("o-1", Effect.REFUND));
      events.add(make.state("o-1", 6, Stage.FAILED));
      assertThat(quiet(events)).isEmpty();
    }
  }
}
