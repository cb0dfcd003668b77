package dev.orderpipeline.bench.restate.service;

import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.ObjectContext;
import dev.restate.sdk.common.RetryPolicy;
import dev.restate.sdk.common.StateKey;
import dev.restate.sdk.common.TerminalException;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.serde.Serde;
import dev.restate.serde.SerdeFactory;
import dev.restate.serde.jackson.JacksonSerdeFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/// One order: validate, charge, reserve, and undo what may have been done when that fails. It is
/// written as Restate's guide to sagas has it: a compensation is noted before the step it undoes,
/// since a step that was given up may have taken effect.
///
/// The key is the orderId. What came of the order is kept, so that an order published twice is
/// processed once, as the pipeline has it.
final class OrderSaga {

  private static final String NAME = "OrderSaga";
  private static final String HANDLER = "process";

  private static final StateKey<String> OUTCOME = StateKey.of("outcome", String.class);

  private static final int UNPROCESSABLE = 422;

  private final Gateways gateways;
  private final Outcomes outcomes;

  OrderSaga(Gateways gateways, Outcomes outcomes) {
    this.gateways = gateways;
    this.outcomes = outcomes;
  }

  /// What the SDK's annotation processor would write for `@VirtualObject` and `@Handler`; that one
  /// calls itself made for Java 17, which is a warning, and warnings are errors here.
  ServiceDefinition definition(Executor handlers) {
    SerdeFactory json = new JacksonSerdeFactory();
    return ServiceDefinition.of(
        NAME,
        ServiceType.VIRTUAL_OBJECT,
        List.of(
            HandlerDefinition.of(
                HANDLER,
                HandlerType.EXCLUSIVE,
                json.create(Placed.class),
                Serde.VOID,
                HandlerRunner.of(
                    this::process, json, HandlerRunner.Options.withExecutor(handlers)))));
  }

  private void process(ObjectContext ctx, Placed order) {
    if (ctx.get(OUTCOME).isPresent()) {
      return; // Published twice.
    }
    Deque<Runnable> compensations = new ArrayDeque<>();
    String outcome = "COMPLETED";
    try {
      validate(ctx.key(), order);
      compensations.push(() -> ctx.run("refund", undoing(), () -> gateways.refund(order)));
      ctx.run("charge", String.class, forward(), () -> gateways.charge(order));
      compensations.push(() -> ctx.run("release", undoing(), () -> gateways.release(order)));
      ctx.run("reserve", String.class, forward(), () -> gateways.reserve(order));
    } catch (TerminalException e) {
      compensations.forEach(Runnable::run);
      outcome = "FAILED";
    }
    String result = outcome;
    ctx.run("publish", () -> outcomes.publish(ctx.key(), result));
    ctx.set(OUTCOME, result);
  }

  private static void validate(String key, Placed order) {
    if (!order.orderId().equals(key) || order.amount().value() < 1 || order.items().isEmpty()) {
      throw new TerminalException(UNPROCESSABLE, "not an order: " + order);
    }
  }

  /// The pipeline's: 200 ms doubling to 30 s, 8 attempts.
  private static RetryPolicy forward() {
    return RetryPolicy.exponential(Duration.ofMillis(200), 2)
        .setMaxDelay(Duration.ofSeconds(30))
        .setMaxAttempts(8);
  }

  /// Never given up: Restate has no notion of an order suspended for a person.
  private static RetryPolicy undoing() {
    return RetryPolicy.exponential(Duration.ofSeconds(1), 2).setMaxDelay(Duration.ofMinutes(1));
  }
}
