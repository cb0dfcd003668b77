package dev.orderpipeline.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Failure;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.Phase;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.domain.StepOutcome;
import dev.orderpipeline.domain.StepRun;
import java.util.Optional;

/// What an order has taken of the customer's money and given back, in minor units, as far as the
/// order knows. What may have been captured counts as captured.
///
/// @param certain false while it is not known how a charge or refund ended
record MoneyPosition(String currency, long amount, long captured, long refunded, boolean certain) {

  private static final String NOTHING = "NOTHING_TO_REFUND";

  static MoneyPosition of(Order order) {
    long amount = order.placed().amount().value();
    Optional<StepRun> charge = order.run(Step.CHARGE);
    Optional<StepRun> refund = order.run(Step.REFUND);
    boolean nothingToRefund = refund.map(MoneyPosition::foundNothing).orElse(false);
    boolean captured = charge.map(StepRun::mayHaveTakenEffect).orElse(false) && !nothingToRefund;
    boolean refunded = refund.map(MoneyPosition::isConfirmed).orElse(false) && !nothingToRefund;
    boolean chargeCertain =
        nothingToRefund
            || refunded
            || charge.map(run -> isConfirmed(run) || !run.mayHaveTakenEffect()).orElse(true);
    boolean refundCertain = refund.map(run -> isConfirmed(run) || isUnsent(run)).orElse(true);
    return new MoneyPosition(
        order.placed().amount().currency().getCurrencyCode(),
        amount,
        captured ? amount : 0,
        refunded ? amount : 0,
        chargeCertain && refundCertain);
  }

  static Optional<Failure> failure(Order order) {
    return switch (order.state()) {
      case OrderState.Compensating compensating -> Optional.of(compensating.failure());
      case OrderState.Failed failed -> Optional.of(failed.failure());
      case OrderState.Pending _,
          OrderState.Validating _,
          OrderState.Charging _,
          OrderState.Reserving _,
          OrderState.Completed _ ->
          Optional.empty();
    };
  }

  private static boolean isConfirmed(StepRun run) {
    return run.phase() instanceof Phase.Ended ended && ended.outcome() == StepOutcome.CONFIRMED;
  }

  private static boolean isUnsent(StepRun run) {
    return run.firstSentAt().isEmpty();
  }

  private static boolean foundNothing(StepRun run) {
    return run.phase() instanceof Phase.Ended ended && ended.status().equals(NOTHING);
  }

  ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("currency", currency)
        .put("amount", amount)
        .put("captured", captured)
        .put("refunded", refunded)
        .put("held", captured - refunded)
        .put("certain", certain);
  }
}
