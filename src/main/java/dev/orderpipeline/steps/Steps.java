package dev.orderpipeline.steps;

import dev.orderpipeline.codec.Digest;
import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Payload;
import dev.orderpipeline.domain.Payloads;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.gateways.GatewayRequest;

/// The strategies of all steps. Stateless; thread-safe.
public final class Steps implements Payloads, Requests {

  private static final byte[] NO_BODY = {};

  private final StepStrategy charge = new ChargeStep();
  private final StepStrategy reserve = new ReserveStep();
  private final StepStrategy refund = new RefundStep();
  private final StepStrategy release = new ReleaseStep();

  @Override
  public Payload of(Step step, Order order) {
    byte[] body = strategy(step).body(order);
    return new Payload(body, Digest.of(body));
  }

  @Override
  public GatewayRequest request(Effect.Call call, Order order) {
    StepStrategy strategy = strategy(call.step());
    return switch (call.kind()) {
      case SEND ->
          new GatewayRequest(
              call.step(),
              "POST",
              strategy.path(),
              call.key(),
              call.payload().orElseThrow().body(),
              call.traceparent(),
              body -> strategy.confirmation(order, body));
      case QUERY ->
          new GatewayRequest(
              call.step(),
              "GET",
              strategy.queryPath().orElseThrow() + call.key(),
              call.key(),
              NO_BODY,
              call.traceparent(),
              body -> strategy.confirmation(order, body));
    };
  }

  private StepStrategy strategy(Step step) {
    return switch (step) {
      case CHARGE -> charge;
      case RESERVE -> reserve;
      case REFUND -> refund;
      case RELEASE -> release;
    };
  }
}
