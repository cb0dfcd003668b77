package dev.orderpipeline.simulation.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.simulation.gateways.Remembered.Result;

/// Writes a result out as the answer. The same result always gives the same bytes.
final class ResultJson {

  private ResultJson() {}

  static GatewayAnswer answer(Result result) {
    return switch (result) {
      case Result.Captured captured -> {
        ObjectNode body = body("transactionId", Step.CHARGE, captured.number(), "CAPTURED");
        body.put("orderId", captured.orderId());
        body.putObject("amount")
            .put("value", captured.amount().value())
            .put("currency", captured.amount().currency().getCurrencyCode());
        yield ok(body);
      }
      case Result.Refunded(long number) -> ok(body("refundId", Step.REFUND, number, "REFUNDED"));
      case Result.NothingToRefund(long number) ->
          ok(body("refundId", Step.REFUND, number, "NOTHING_TO_REFUND"));
      case Result.Reserved(long number, String orderId) ->
          ok(body("reservationId", Step.RESERVE, number, "RESERVED").put("orderId", orderId));
      case Result.Released(long number) -> ok(body("releaseId", Step.RELEASE, number, "RELEASED"));
      case Result.NothingToRelease(long number) ->
          ok(body("releaseId", Step.RELEASE, number, "NOTHING_TO_RELEASE"));
      case Result.Refused(Problem problem) -> problem.answer();
    };
  }

  private static ObjectNode body(String idField, Step step, long number, String status) {
    return JsonNodeFactory.instance
        .objectNode()
        .put(idField, References.of(step, number))
        .put("status", status);
  }

  private static GatewayAnswer ok(ObjectNode body) {
    return new GatewayAnswer(200, body.toString().getBytes(UTF_8));
  }
}
