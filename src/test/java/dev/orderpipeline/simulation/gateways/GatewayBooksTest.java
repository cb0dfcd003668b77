package dev.orderpipeline.simulation.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerEntry.Effect;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.simulation.gateways.GatewayBooks.Begun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayBooksTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Duration RETENTION = Duration.ofHours(24);

  private final List<LedgerEntry> ledger = new ArrayList<>();
  private Optional<Problem> decline = Optional.empty();
  private GatewayBooks books = books();

  private GatewayBooks books() {
    return new GatewayBooks(RETENTION, _ -> decline, ledger::add);
  }

  /// A gateway that died and came back has its ledger and nothing else.
  private void restart() {
    books = new GatewayBooks(RETENTION, _ -> decline, ledger::add);
    List.copyOf(ledger).forEach(books::restore);
  }

  @Test
  void repeatsAChargeVerbatimWithoutASecondEffect() {
    GatewayAnswer first = run(Requests.charge("k1", "o-1", 4990), START);
    GatewayAnswer again = run(Requests.charge("k1", "o-1", 4990), START.plusSeconds(60));

    assertThat(first.status()).isEqualTo(200);
    assertThat(text(first))
        .isEqualTo(
            """
            {"transactionId":"tx_1","status":"CAPTURED","orderId":"o-1",\
            "amount":{"value":4990,"currency":"EUR"}}\
            """);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(effects()).containsExactly(Effect.CAPTURE);
  }

  @Test
  void refusesAKeyWithAnotherPayload() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertProblem(run(Requests.charge("k1", "o-1", 4991), START), Problem.IDEMPOTENCY_KEY_REUSED);
    assertThat(effects()).containsExactly(Effect.CAPTURE);
  }

  @Test
  void refusesAKeyWithOtherBytesOfTheSameMeaning() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertProblem(
        run(Requests.parse(Endpoint.CHARGES, "k1", Requests.chargeBody("o-1", 4990) + " "), START),
        Problem.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void refusesAKeyThatAnotherKindOfRequestUsed() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertProblem(
        run(Requests.refund("k1", "o-1", "k0", 4990), START), Problem.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void keepsTheGatewaysKeysApart() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertThat(run(Requests.reserve("k1", "o-1", "SKU-1", 2), START).status()).isEqualTo(200);
  }

  @Test
  void isInFlightUntilTheEffectIsDurable() {
    EffectRequest charge = Requests.charge("k1", "o-1", 4990);
    Ticket ticket = begin(charge);
    assertProblem(run(charge, START), Problem.REQUEST_IN_FLIGHT);

    GatewayAnswer answer = books.apply(ticket, START);
    assertProblem(run(charge, START), Problem.REQUEST_IN_FLIGHT);
    assertProblem(books.query(Gateway.PAYMENTS, "k1"), Problem.REQUEST_IN_FLIGHT);

    books.finish(ticket);
    assertThat(run(charge, START).body()).isEqualTo(answer.body());
    assertThat(effects()).containsExactly(Effect.CAPTURE);
  }

  @Test
  void anAbandonedRequestHadNoEffectAndFreesItsKey() {
    EffectRequest charge = Requests.charge("k1", "o-1", 4990);
    books.abandon(begin(charge));

    assertThat(ledger).isEmpty();
    assertThat(run(charge, START).status()).isEqualTo(200);
  }

  @Test
  void refundsOnceByTheOriginalKey() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertThat(text(run(Requests.refund("r1", "o-1", "k1", 4990), START)))
        .isEqualTo("{\"refundId\":\"rf_2\",\"status\":\"REFUNDED\"}");
    assertThat(text(run(Requests.refund("r1", "o-1", "k1", 4990), START)))
        .as("the same refund again")
        .isEqualTo("{\"refundId\":\"rf_2\",\"status\":\"REFUNDED\"}");
    assertThat(text(run(Requests.refund("r2", "o-1", "k1", 4990), START)))
        .as("another refund of the same charge")
        .contains("NOTHING_TO_REFUND");
    assertThat(effects()).containsExactly(Effect.CAPTURE, Effect.REFUND, Effect.BAR);
    assertThat(ledger.get(1).undoes()).contains("k1");
  }

  @Test
  void releasesOnceByTheOriginalKey() {
    run(Requests.reserve("k1", "o-1", "SKU-1", 2), START);

    assertThat(text(run(Requests.release("r1", "o-1", "k1", "SKU-1", 2), START)))
        .isEqualTo("{\"releaseId\":\"rl_2\",\"status\":\"RELEASED\"}");
    assertThat(text(run(Requests.release("r2", "o-1", "k1", "SKU-1", 2), START)))
        .contains("NOTHING_TO_RELEASE");
    assertThat(effects()).containsExactly(Effect.RESERVE, Effect.RELEASE, Effect.BAR);
    assertThat(ledger.get(1).items()).isEqualTo(ledger.get(0).items());
  }

  @Test
  void aRefundBeforeItsChargeBarsTheCharge() {
    assertThat(text(run(Requests.refund("r1", "o-1", "k1", 4990), START)))
        .contains("NOTHING_TO_REFUND");

    assertProblem(run(Requests.charge("k1", "o-1", 4990), START), Problem.KEY_BARRED);
    assertThat(effects()).containsExactly(Effect.BAR);
  }

  @Test
  void aReleaseBeforeItsReservationBarsTheReservation() {
    assertThat(text(run(Requests.release("r1", "o-1", "k1", "SKU-1", 2), START)))
        .contains("NOTHING_TO_RELEASE");

    assertProblem(run(Requests.reserve("k1", "o-1", "SKU-1", 2), START), Problem.KEY_BARRED);
    assertThat(effects()).containsExactly(Effect.BAR);
  }

  @Test
  void aRepeatedChargeAfterItsRefundIsBarredAndStandsForNothing() {
    run(Requests.charge("k1", "o-1", 4990), START);
    run(Requests.refund("r1", "o-1", "k1", 4990), START);

    assertProblem(run(Requests.charge("k1", "o-1", 4990), START), Problem.KEY_BARRED);
    assertProblem(books.query(Gateway.PAYMENTS, "k1"), Problem.NOT_FOUND);
  }

  @Test
  void aBarHoldsPastTheKeyRetention() {
    run(Requests.refund("r1", "o-1", "k1", 4990), START);

    assertProblem(
        run(Requests.charge("k1", "o-1", 4990), START.plus(RETENTION.multipliedBy(30))),
        Problem.KEY_BARRED);
  }

  @Test
  void anUndoWaitsForItsOriginalAndTheOriginalForItsUndo() {
    Ticket charge = begin(Requests.charge("k1", "o-1", 4990));
    assertProblem(run(Requests.refund("r1", "o-1", "k1", 4990), START), Problem.REQUEST_IN_FLIGHT);
    books.abandon(charge);

    Ticket refund = begin(Requests.refund("r1", "o-1", "k1", 4990));
    assertProblem(run(Requests.charge("k1", "o-1", 4990), START), Problem.REQUEST_IN_FLIGHT);
    books.apply(refund, START);
    books.finish(refund);
    assertProblem(run(Requests.charge("k1", "o-1", 4990), START), Problem.KEY_BARRED);
  }

  @Test
  void neverRefundsMoreThanWasCharged() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertProblem(
        run(Requests.refund("r1", "o-1", "k1", 4991), START), Problem.REFUND_EXCEEDS_CHARGE);
    assertProblem(
        run(Requests.refund("r2", "o-2", "k1", 4990), START), Problem.UNDO_OF_ANOTHER_ORDER);
    assertThat(effects()).containsExactly(Effect.CAPTURE);
    assertThat(books.query(Gateway.PAYMENTS, "k1").status()).as("not barred").isEqualTo(200);
  }

  @Test
  void releasesOnlyWhatWasReserved() {
    run(Requests.reserve("k1", "o-1", "SKU-1", 2), START);

    assertProblem(
        run(Requests.release("r1", "o-1", "k1", "SKU-1", 3), START),
        Problem.RELEASE_DIFFERS_FROM_RESERVATION);
    assertProblem(
        run(Requests.release("r2", "o-2", "k1", "SKU-1", 2), START), Problem.UNDO_OF_ANOTHER_ORDER);
    assertThat(effects()).containsExactly(Effect.RESERVE);
  }

  @Test
  void aDeclineIsAStoredResult() {
    decline = Optional.of(Problem.CARD_DECLINED);
    GatewayAnswer declined = run(Requests.charge("k1", "o-1", 4990), START);
    decline = Optional.empty();

    assertProblem(declined, Problem.CARD_DECLINED);
    assertThat(run(Requests.charge("k1", "o-1", 4990), START).body()).isEqualTo(declined.body());
    assertProblem(run(Requests.charge("k1", "o-1", 4991), START), Problem.IDEMPOTENCY_KEY_REUSED);
    assertThat(text(run(Requests.refund("r1", "o-1", "k1", 4990), START)))
        .contains("NOTHING_TO_REFUND");
    assertProblem(books.query(Gateway.PAYMENTS, "k1"), Problem.NOT_FOUND);
  }

  @Test
  void answersWhatStandsUnderAKey() {
    GatewayAnswer charge = run(Requests.charge("k1", "o-1", 4990), START);
    GatewayAnswer reservation = run(Requests.reserve("k2", "o-1", "SKU-1", 2), START);

    assertThat(books.query(Gateway.PAYMENTS, "k1").body()).isEqualTo(charge.body());
    assertThat(books.query(Gateway.INVENTORY, "k2").body()).isEqualTo(reservation.body());
    assertProblem(books.query(Gateway.INVENTORY, "k1"), Problem.NOT_FOUND);
  }

  @Test
  void forgetsThatAKeyWasUsedAfterTheRetentionAndChargesTwice() {
    EffectRequest charge = Requests.charge("k1", "o-1", 4990);
    run(charge, START);
    run(charge, START.plus(RETENTION));
    assertThat(effects()).as("within retention").containsExactly(Effect.CAPTURE);

    run(charge, START.plus(RETENTION).plusMillis(1));

    assertThat(effects()).as("past retention").containsExactly(Effect.CAPTURE, Effect.CAPTURE);
  }

  @Test
  void stillKnowsAndUndoesAChargePastTheRetention() {
    run(Requests.charge("k1", "o-1", 4990), START);

    assertThat(books.query(Gateway.PAYMENTS, "k1").status()).isEqualTo(200);
    Instant late = START.plus(RETENTION.multipliedBy(3));
    assertThat(text(run(Requests.refund("r1", "o-1", "k1", 4990), late))).contains("REFUNDED");
  }

  @Test
  void aRestartKeepsEveryAnswerThatWasAnEffectOrABar() {
    EffectRequest charge = Requests.charge("k1", "o-1", 4990);
    EffectRequest reserve = Requests.reserve("k2", "o-1", "SKU-1", 2);
    EffectRequest release = Requests.release("r2", "o-1", "k2", "SKU-1", 2);
    EffectRequest nothing = Requests.refund("r3", "o-3", "k3", 100);
    EffectRequest nothingReserved = Requests.release("r4", "o-4", "k4", "SKU-1", 2);
    List<EffectRequest> all = List.of(charge, reserve, release, nothing, nothingReserved);
    List<String> before = all.stream().map(r -> text(run(r, START))).toList();
    int lines = ledger.size();

    restart();

    List<String> after = all.stream().map(r -> text(run(r, START))).toList();
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1)).as("released since, so barred").contains("key_barred");
    assertThat(after.subList(2, 5)).isEqualTo(before.subList(2, 5));
    assertProblem(run(Requests.charge("k3", "o-3", 100), START), Problem.KEY_BARRED);
    assertProblem(run(Requests.reserve("k4", "o-4", "SKU-1", 2), START), Problem.KEY_BARRED);
    assertThat(ledger).hasSize(lines);
  }

  @Test
  void aRestartStillTellsAnotherPayload() {
    run(Requests.charge("k1", "o-1", 4990), START);
    run(Requests.reserve("k2", "o-1", "SKU-1", 2), START);
    run(Requests.refund("r3", "o-3", "k3", 4990), START);

    restart();

    assertProblem(run(Requests.charge("k1", "o-1", 4991), START), Problem.IDEMPOTENCY_KEY_REUSED);
    assertProblem(
        run(Requests.reserve("k2", "o-1", "SKU-2", 2), START), Problem.IDEMPOTENCY_KEY_REUSED);
    assertProblem(
        run(Requests.refund("r3", "o-3", "k9", 4990), START), Problem.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void aGatewayThatDiesBetweenBeginAndApplyHadNoEffect() {
    begin(Requests.charge("k1", "o-1", 4990));

    restart();

    assertThat(run(Requests.charge("k1", "o-1", 4990), START).status()).isEqualTo(200);
    assertThat(effects()).containsExactly(Effect.CAPTURE);
  }

  @Test
  void aTicketGoesOneWayOnly() {
    Ticket ticket = begin(Requests.charge("k1", "o-1", 4990));

    assertThatThrownBy(() -> books.finish(ticket)).isInstanceOf(IllegalStateException.class);
    books.apply(ticket, START);
    assertThatThrownBy(() -> books.apply(ticket, START))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("k1")
        .hasMessageContaining("APPLIED");
    assertThatThrownBy(() -> books.abandon(ticket)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesALedgerWithAGap() {
    run(Requests.charge("k1", "o-1", 4990), START);
    run(Requests.charge("k2", "o-2", 4990), START);

    assertThatThrownBy(() -> books().restore(ledger.get(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ledger entry 1 is missing; found 2");
  }

  private Ticket begin(EffectRequest request) {
    return switch (books.begin(request, START)) {
      case Begun.Proceed(Ticket ticket) -> ticket;
      case Begun.Answered(GatewayAnswer answer) -> throw new AssertionError(text(answer));
    };
  }

  private GatewayAnswer run(EffectRequest request, Instant now) {
    return switch (books.begin(request, now)) {
      case Begun.Answered(GatewayAnswer answer) -> answer;
      case Begun.Proceed(Ticket ticket) -> {
        GatewayAnswer answer = books.apply(ticket, now);
        books.finish(ticket);
        yield answer;
      }
    };
  }

  private List<Effect> effects() {
    return ledger.stream().map(LedgerEntry::effect).toList();
  }

  private static String text(GatewayAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  private static void assertProblem(GatewayAnswer answer, Problem expected) {
    assertThat(answer.status()).as(text(answer)).isEqualTo(expected.status());
    assertThat(text(answer)).contains("\"code\":\"" + expected.code() + "\"");
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }
}
