package dev.orderpipeline.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens to orders, one story a test. Every decision is also checked by [WatchedMachine].
class OrderMachineTest {

  private static final MachinePolicy POLICY = MachinePolicy.DEFAULT;
  private static final Answer SILENCE = new Answer.Unknown("timeout", false);
  private static final Answer ERROR_500 = new Answer.Unknown("http_500", true);
  private static final Answer DECLINE = new Answer.Declined("card_declined", "no money");

  private final OrderStory order = OrderStory.of(POLICY);

  @Test
  void aGoodOrderIsChargedReservedAndCompleted() {
    order.admit().call(Step.CHARGE).confirm().call(Step.RESERVE).confirm();
    assertThat(order.states())
        .containsExactly(
            StateName.VALIDATING, StateName.CHARGING, StateName.RESERVING, StateName.COMPLETED);
    assertThat(order.now().version()).isEqualTo(4);
    assertThat(order.run(Step.CHARGE).reference()).contains("ref-charge");
    assertThat(order.run(Step.RESERVE).reference()).contains("ref-reserve");
  }

  @Test
  void anOrderThatBreaksARuleFailsWithoutACall() {
    Failure broken =
        new Failure("rule", Classification.NON_RETRYABLE, "broken", Optional.of("validate"));
    order.input(new Input.CapacityGranted()).input(new Input.RulesChecked(Optional.of(broken)));
    assertThat(order.now().state())
        .isEqualTo(new OrderState.Failed(broken, Optional.empty(), Optional.empty(), List.of()));
    assertThat(order.calls()).isEmpty();
  }

  @Nested
  class Declined {
    @Test
    void aDeclinedChargeFailsTheOrderAtOnce() {
      order.admit().call(Step.CHARGE).answer(DECLINE);
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.failure().code()).isEqualTo("card_declined");
      assertThat(order.failure().step()).contains("charge");
      assertThat(order.run(Step.CHARGE).phase())
          .isEqualTo(new Phase.Ended(StepOutcome.NON_RETRYABLE, "", Optional.empty()));
    }

    @Test
    void aDeclineAfterADoubtfulAttemptIsCompensated() {
      order.admit().call(Step.CHARGE).answer(SILENCE).later().call(Step.CHARGE).answer(DECLINE);
      assertThat(order.state()).isEqualTo(StateName.COMPENSATING);
      order.call(Step.REFUND).answer(EveryInput.nothingThere(Step.REFUND));
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.failure().code()).isEqualTo("card_declined");
    }

    @Test
    void outOfStockRefundsTheCharge() {
      order
          .admit()
          .call(Step.CHARGE)
          .confirm()
          .call(Step.RESERVE)
          .answer(new Answer.Declined("out_of_stock", "none left"));
      assertThat(order.undoSteps()).containsExactly(Step.REFUND);
      order.call(Step.REFUND).confirm();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.failure().code()).isEqualTo("out_of_stock");
    }
  }

  @Nested
  class Log {
    @Test
    void tellsOfEveryCallWhenItLeftAndWhatCameOfIt() {
      order.admit().call(Step.CHARGE).answer(SILENCE).later();
      Instant second = order.time();
      order.input(new Input.GateOpened(true)).at(second.plusMillis(20)).confirm();
      List<CallRecord> log = order.run(Step.CHARGE).log();
      assertThat(log)
          .extracting(CallRecord::call, CallRecord::kind, CallRecord::probe)
          .containsExactly(tuple(1, CallKind.SEND, false), tuple(2, CallKind.SEND, true));
      assertThat(log.getFirst().end().orElseThrow().code()).isEqualTo("timeout");
      assertThat(log.getLast().decidedAt()).isEqualTo(second);
      assertThat(log.getLast().end())
          .contains(
              new CallRecord.End(second.plusMillis(20), Classification.CONFIRMED, "confirmed"));
    }

    @Test
    void tellsOfTheCallWhoseProcessHasGone() {
      order.admit().call(Step.CHARGE).input(new Input.Restarted()).call(Step.CHARGE);
      List<CallRecord> log = order.run(Step.CHARGE).log();
      assertThat(log.getFirst().end().orElseThrow().code()).isEqualTo("restarted");
      assertThat(log.getLast().end()).isEmpty();
    }

    @Test
    void keepsTheLatestCallsOnly() {
      order.admit();
      for (int i = 0; i < 40; i++) {
        order.later().call(Step.CHARGE).answer(new Answer.NotSent("connection_refused"));
      }
      List<CallRecord> log = order.run(Step.CHARGE).log();
      assertThat(log).hasSize(StepRun.MOST_LOGGED);
      assertThat(log.getLast().call()).isEqualTo(40);
      assertThat(log.getFirst().call()).isEqualTo(40 - StepRun.MOST_LOGGED + 1);
    }
  }

  @Nested
  class Attempts {
    @Test
    void allUsedUpInDoubtAskTheGateway_andFoundGoesOn() {
      exhausted(ERROR_500).query().confirm();
      assertThat(order.state()).isEqualTo(StateName.RESERVING);
      assertThat(order.run(Step.CHARGE).attempts()).isEqualTo(8);
    }

    @Test
    void allUsedUpInDoubtAskTheGateway_andAbsentIsUndoneByTheOriginalKey() {
      exhausted(ERROR_500).query().answer(new Answer.Absent());
      assertThat(order.state()).isEqualTo(StateName.COMPENSATING);
      assertThat(order.failure().code()).isEqualTo("outcome_unknown");
      assertThat(order.undoSteps()).containsExactly(Step.REFUND);
    }

    @Test
    void allUsedUpInDoubtAskTheGateway_andNoWordIsUndoneAfterThreeQuestions() {
      exhausted(SILENCE);
      for (int i = 0; i < POLICY.maxQueries(); i++) {
        assertThat(order.state()).isEqualTo(StateName.CHARGING);
        order.later().query().answer(SILENCE);
      }
      assertThat(order.state()).isEqualTo(StateName.COMPENSATING);
      assertThat(order.run(Step.CHARGE).attempts()).isEqualTo(8);
    }

    @Test
    void allUsedUpWithoutDoubtFailTheOrder() {
      exhausted(new Answer.TryLater("http_503", Optional.empty()));
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.failure().code()).isEqualTo("attempts_exhausted");
      assertThat(order.failure().message()).contains("8 attempts", "http_503");
    }

    private OrderStory exhausted(Answer answer) {
      order.admit();
      for (int i = 0; i < POLICY.forward().maxAttempts(); i++) {
        order.later().call(Step.CHARGE).answer(answer);
      }
      return order;
    }

    @Test
    void areNotUsedByACallThatWasNotSent() {
      unused(new Answer.NotSent("connection_refused"), false);
    }

    @Test
    void areNotUsedByARefusedCredential() {
      unused(new Answer.Unavailable("unauthorized"), false);
    }

    @Test
    void areNotUsedByARequestStillInFlightThere_whichIsInDoubt() {
      unused(new Answer.InFlight(Optional.empty()), true);
    }

    private void unused(Answer answer, boolean doubt) {
      order.admit();
      for (int i = 0; i < 3 * POLICY.forward().maxAttempts(); i++) {
        order.later().call(Step.CHARGE).answer(answer);
        assertThat(order.run(Step.CHARGE).attempts()).isZero();
        assertThat(order.run(Step.CHARGE).inDoubt()).isEqualTo(doubt);
      }
      assertThat(order.state()).isEqualTo(StateName.CHARGING);
    }

    @Test
    void areNotUsedByParking() {
      order.admit();
      for (ParkReason reason : ParkReason.values()) {
        order.input(new Input.GateClosed(reason));
      }
      assertThat(order.run(Step.CHARGE).phase())
          .isEqualTo(new Phase.Parked(CallKind.SEND, ParkReason.BREAKER_OPEN, order.time()));
      assertThat(order.run(Step.CHARGE).attempts()).isZero();
      assertThat(order.call(Step.CHARGE).run(Step.CHARGE).attempts()).isEqualTo(1);
    }

    @Test
    void surviveARestart_whoseLostOneIsMadeAgain() {
      order.admit().call(Step.CHARGE).answer(ERROR_500).later().call(Step.CHARGE);
      assertThat(order.run(Step.CHARGE).attempts()).isEqualTo(2);
      order.input(new Input.Restarted());
      assertThat(order.run(Step.CHARGE).phase()).isEqualTo(new Phase.Ready(CallKind.SEND));
      assertThat(order.run(Step.CHARGE).inDoubt()).isTrue();
      assertThat(order.call(Step.CHARGE).run(Step.CHARGE).attempts()).isEqualTo(2);
      assertThat(order.run(Step.CHARGE).calls()).isEqualTo(3);
    }
  }

  @Nested
  class Waits {
    @Test
    void areWithinTheBackoffAndSpreadOverOrders() {
      RetryPolicy retry = POLICY.forward();
      for (int setbacks = 1; setbacks <= 100; setbacks++) {
        double ceiling = Math.min(30_000, 200 * Math.pow(2, setbacks - 1));
        double sum = 0;
        for (int i = 0; i < 1000; i++) {
          Duration wait = retry.delay(TestOrders.KEYS.of(Step.CHARGE, "o-" + i), setbacks);
          assertThat(wait.toMillis()).isBetween(1L, (long) ceiling);
          sum += wait.toMillis();
        }
        // Full jitter is uniform: half the ceiling on average.
        assertThat(sum / 1000).isBetween(0.45 * ceiling, 0.55 * ceiling);
      }
    }

    @Test
    void areAsLongAsTheGatewayAsks() {
      Instant now = order.admit().time();
      order.call(Step.CHARGE).answer(busyFor(Duration.ofMinutes(2)));
      assertThat(order.wakeUpAt()).contains(now.plus(Duration.ofMinutes(2)));
    }

    @Test
    void areNoShorterThanTheOwnBackoff() {
      Instant now = order.admit().time();
      order.call(Step.CHARGE).answer(busyFor(Duration.ZERO));
      assertThat(order.wakeUpAt().orElseThrow()).isAfter(now);
    }

    @Test
    void endAtTheDeadlineHoweverLongTheGatewayAsks() {
      order.admit().call(Step.CHARGE).answer(busyFor(Duration.ofDays(1)));
      assertThat(order.wakeUpAt()).contains(order.now().deadline());
      order.later();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.failure().code()).isEqualTo("deadline_exceeded");
    }

    @Test
    void forAnAnswerEndToo_inDoubt() {
      order.admit().call(Step.CHARGE).later();
      assertThat(order.run(Step.CHARGE).inDoubt()).isTrue();
      assertThat(order.run(Step.CHARGE).lastCode()).isEqualTo("no_answer");
      assertThat(order.run(Step.CHARGE).phase()).isInstanceOf(Phase.Waiting.class);
    }

    private static Answer busyFor(Duration wait) {
      return new Answer.TryLater("http_429", Optional.of(wait));
    }
  }

  @Nested
  class TheDeadline {
    @Test
    void doesNotMoveAnOrderThatWaitsForCapacity_butItIsNotChargedAfterwards() {
      order.at(order.now().deadline()).input(new Input.TimeReached());
      assertThat(order.state()).isEqualTo(StateName.PENDING);
      order.admit().open();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.calls()).isEmpty();
    }

    @Test
    void failsAChargeThatWasNeverSent() {
      order.admit().input(new Input.GateClosed(ParkReason.BREAKER_OPEN)).later();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.calls()).isEmpty();
    }

    @Test
    void undoesAChargeInFlight() {
      order.admit().call(Step.CHARGE).at(order.now().deadline()).input(new Input.TimeReached());
      assertThat(order.state()).isEqualTo(StateName.COMPENSATING);
      assertThat(order.undoSteps()).containsExactly(Step.REFUND);
    }

    @Test
    void undoesAReservationInFlightNewestFirst() {
      order
          .admit()
          .call(Step.CHARGE)
          .confirm()
          .call(Step.RESERVE)
          .at(order.now().deadline())
          .input(new Input.TimeReached());
      assertThat(order.undoSteps()).containsExactly(Step.RELEASE, Step.REFUND);
      order.call(Step.RELEASE).confirm();
      assertThat(order.state()).isEqualTo(StateName.COMPENSATING);
      order.call(Step.REFUND).confirm();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
    }

    @Test
    void doesNotStopAConfirmationThatComesLate() {
      order.admit().call(Step.CHARGE).confirm().call(Step.RESERVE);
      order.at(order.now().deadline().plusSeconds(1)).confirm();
      assertThat(order.state()).isEqualTo(StateName.COMPLETED);
    }

    @Test
    void doesNotStopUndoing() {
      order.admit().call(Step.CHARGE).input(order.cancel()).at(order.now().deadline());
      order.input(new Input.TimeReached()).call(Step.REFUND).confirm();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
    }
  }

  @Nested
  class Cancelling {
    @Test
    void aPendingOrderFailsItWithoutACall() {
      order.input(order.cancel()).admit();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.failure().code()).isEqualTo("cancelled");
      assertThat(order.failure().message()).contains("ops");
      assertThat(order.now().cause()).isEqualTo("cancelled by ops: because");
      assertThat(order.calls()).isEmpty();
    }

    @Test
    void anOrderWithAChargeInFlightUndoesIt_andTheLateAnswerIsRefused() {
      order.admit().call(Step.CHARGE);
      Input late = EveryInput.answer(order.now(), EveryInput.confirmed(Step.CHARGE));
      order.input(order.cancel());
      assertThat(order.undoSteps()).containsExactly(Step.REFUND);
      assertThat(order.refuses(late)).isTrue();
      order.call(Step.REFUND).confirm();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
    }

    @Test
    void aParkedChargeNeedsNoUndoing() {
      order.admit().input(new Input.GateClosed(ParkReason.PAUSED)).input(order.cancel());
      assertThat(order.state()).isEqualTo(StateName.FAILED);
    }

    @Test
    void aReservingOrderGivesTheMoneyBack() {
      order.admit().call(Step.CHARGE).confirm().input(order.cancel());
      assertThat(order.undoSteps()).containsExactly(Step.REFUND);
    }

    @Test
    void comesTooLateOnceTheOrderIsUndoneOrDone() {
      order.admit().call(Step.CHARGE).input(order.cancel());
      assertThat(order.refuses(order.cancel())).isTrue();
      order.call(Step.REFUND).confirm();
      assertThat(order.refuses(order.cancel())).isTrue();
    }

    @Test
    void isDoneOnceHoweverOftenItsRecordIsRead() {
      Input cancel = order.cancel();
      order.input(cancel);
      Order once = order.now();
      assertThat(order.refuses(cancel)).isTrue();
      assertThat(order.now()).isEqualTo(once);
    }
  }

  @Nested
  class Undoing {
    @Test
    void isGivenUpAfterThreeAnswers_thenRedrivenOrResolvedByAPerson() {
      compensating();
      for (int i = 0; i < 3; i++) {
        order.later().call(Step.REFUND).answer(ERROR_500);
      }
      assertThat(order.suspension().reason()).isEqualTo("compensation_exhausted");
      assertThat(order.deadLetters())
          .containsExactly(order.suspension().deadLetterId())
          .containsExactly("o-1:" + order.now().version());
      assertThat(order.wakeUpAt()).isEmpty();

      order.input(order.redrive());
      assertThat(order.now().suspended()).isEmpty();
      assertThat(order.now().cause()).isEqualTo("redriven by ops: because");
      for (int i = 0; i < 3; i++) {
        order.later().call(Step.REFUND).answer(ERROR_500);
      }
      assertThat(order.run(Step.REFUND).attempts()).isEqualTo(6);
      assertThat(order.now().suspended()).isPresent();

      assertThat(order.refuses(order.resolve(Step.REFUND, false))).isTrue();
      assertThat(order.refuses(order.resolve(Step.CHARGE, true))).isTrue();
      order.input(order.resolve(Step.REFUND, true));
      assertThat(order.state()).isEqualTo(StateName.FAILED);
      assertThat(order.now().suspended()).isEmpty();
    }

    @Test
    void waitsForASilentGatewayAsLongAsItTakes() {
      compensating();
      for (int i = 0; i < 50; i++) {
        order.later().call(Step.REFUND).answer(SILENCE);
      }
      assertThat(order.now().suspended()).isEmpty();
      assertThat(order.run(Step.REFUND).attempts()).isZero();
    }

    @Test
    void resolvedByHandGoesOnWithTheNext() {
      order.admit().call(Step.CHARGE).confirm().call(Step.RESERVE).input(order.cancel());
      order.call(Step.RELEASE).answer(DECLINE);
      assertThat(order.suspension().reason()).isEqualTo("compensation_declined");
      order.input(order.resolve(Step.RELEASE, true));
      assertThat(order.now().suspended()).isEmpty();
      assertThat(order.now().cause()).startsWith("release resolved by ops: ");
      order.call(Step.REFUND).confirm();
      assertThat(order.state()).isEqualTo(StateName.FAILED);
    }

    @Test
    void findsNothingOfAConfirmedCharge_andSuspends() {
      order.admit().call(Step.CHARGE).confirm().input(order.cancel());
      order.call(Step.REFUND).answer(EveryInput.nothingThere(Step.REFUND));
      assertThat(order.state()).isEqualTo(StateName.COMPENSATING);
      assertThat(order.suspension().reason()).isEqualTo("outcome_unresolved");
    }

    @Test
    void findsNothingOfADoubtfulCharge_andBelievesIt() {
      order.admit().call(Step.CHARGE).input(order.cancel());
      order.call(Step.REFUND).answer(EveryInput.nothingThere(Step.REFUND));
      assertThat(order.state()).isEqualTo(StateName.FAILED);
    }

    @Test
    void findsNothingOnceTheGatewayMayHaveForgotten_andSuspends() {
      order.admit().call(Step.CHARGE).input(order.cancel());
      order.at(order.time().plus(POLICY.keyRetention())).call(Step.REFUND);
      order.answer(EveryInput.nothingThere(Step.REFUND));
      assertThat(order.suspension().reason()).isEqualTo("outcome_unresolved");
    }

    @Test
    void isNotSentAgainPastTheKeyRetention() {
      compensating();
      order.call(Step.REFUND).answer(SILENCE);
      order.at(order.time().plus(POLICY.resendWindow())).input(new Input.TimeReached()).open();
      assertThat(order.suspension().reason()).isEqualTo("outcome_unresolved");
      assertThat(order.calls()).filteredOn(call -> call.step() == Step.REFUND).hasSize(1);
      order.input(order.redrive()).open();
      assertThat(order.now().suspended()).as("redriving does not make the key younger").isPresent();
    }

    private void compensating() {
      order.admit().call(Step.CHARGE).confirm().input(order.cancel());
    }
  }

  @Nested
  class Suspending {
    @Test
    void followsARejectedRequest_whichIsUndoneWhenCancelled() {
      order
          .admit()
          .call(Step.CHARGE)
          .answer(new Answer.Rejected("idempotency_key_reused", "another body"));
      assertThat(order.suspension().reason()).isEqualTo("request_rejected");
      assertThat(order.deadLetters()).hasSize(1);
      order.input(order.cancel());
      assertThat(order.undoSteps()).containsExactly(Step.REFUND);
    }

    @Test
    void followsABodyThatIsNoLongerTheOneFirstSent() {
      OrderMachine changed =
          new OrderMachine(
              POLICY, TestOrders.KEYS, (_, _) -> new Payload(new byte[0], "another-hash"));
      order.admit().call(Step.CHARGE).answer(ERROR_500).later();
      Decision decision = changed.decide(order.now(), new Input.GateOpened(false), order.time());
      assertThat(decision.order().suspended().orElseThrow().reason()).isEqualTo("payload_changed");
      assertThat(decision.effects()).noneMatch(Effect.Call.class::isInstance);
      assertThat(decision.effects()).anyMatch(Effect.DeadLetter.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource(
        value = Step.class,
        names = {"CHARGE", "RESERVE"})
    void isEndedByAPersonWhoKnows(Step step) {
      Order suspended = suspended(step);
      order.input(order.resolve(step, true));
      assertThat(order.state())
          .isEqualTo(step == Step.CHARGE ? StateName.RESERVING : StateName.COMPLETED);
      order.restore(suspended).input(order.resolve(step, false));
      assertThat(order.state())
          .isEqualTo(step == Step.CHARGE ? StateName.FAILED : StateName.COMPENSATING);
    }

    @Test
    void isEndedByRedrivingWithAllAttemptsAgain() {
      suspended(Step.CHARGE);
      order.input(order.redrive());
      for (int i = 0; i < POLICY.forward().maxAttempts(); i++) {
        order.later().call(Step.CHARGE).answer(ERROR_500);
      }
      assertThat(order.state()).isEqualTo(StateName.CHARGING);
      assertThat(order.query().calls().getLast().kind()).isEqualTo(CallKind.QUERY);
    }

    private Order suspended(Step step) {
      order.admit().call(Step.CHARGE);
      if (step == Step.RESERVE) {
        order.confirm().call(Step.RESERVE);
      }
      order.answer(new Answer.Rejected("http_400", "malformed"));
      assertThat(order.now().suspended()).isPresent();
      return order.now();
    }
  }

  @Test
  void pastTheKeyRetentionAForwardStepAsksAsOftenAsItMay_andNeverSends() {
    OrderStory patient = OrderStory.of(TestOrders.PATIENT);
    patient.admit().call(Step.CHARGE).answer(SILENCE);
    patient.at(patient.time().plus(TestOrders.PATIENT.resendWindow()));
    patient.input(new Input.TimeReached()).query().answer(SILENCE);
    assertThat(patient.state()).isEqualTo(StateName.CHARGING);
    patient.later().query().answer(SILENCE);
    assertThat(patient.state()).isEqualTo(StateName.COMPENSATING);
    assertThat(patient.calls()).filteredOn(call -> call.kind() == CallKind.SEND).hasSize(1);
  }

  @Test
  void answersOfOtherCallsAreRefused() {
    order.admit().call(Step.CHARGE).answer(ERROR_500).later().call(Step.CHARGE);
    Order here = order.now();
    for (Input stale : EveryInput.misplaced(here)) {
      assertThat(order.refuses(stale)).as("%s", stale).isTrue();
      assertThat(order.now()).isEqualTo(here);
    }
  }

  @Test
  void keysDifferByStepOrderAndPipelineAndByNothingElse() {
    String key = TestOrders.KEYS.of(Step.CHARGE, "o-1");
    assertThat(key).startsWith("charge-").isEqualTo(TestOrders.KEYS.of(Step.CHARGE, "o-1"));
    assertThat(
            List.of(
                key,
                TestOrders.KEYS.of(Step.REFUND, "o-1"),
                TestOrders.KEYS.of(Step.CHARGE, "o-2"),
                new IdempotencyKeys("other").of(Step.CHARGE, "o-1")))
        .doesNotHaveDuplicates();
  }
}
