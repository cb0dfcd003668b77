package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Step;
import java.util.Optional;
import java.util.function.Function;

/// One HTTP request to a gateway.
///
/// @param step what it is for; names gateway and lane
/// @param method `POST` for an effect, `GET` for a status query
/// @param path absolute path at the gateway
/// @param idempotencyKey sent as `Idempotency-Key`
/// @param body empty for a status query
/// @param traceparent W3C trace context to send on, if there is one
/// @param confirmation reads a 2xx body; empty if the body does not match the request
public record GatewayRequest(
    Step step,
    String method,
    String path,
    String idempotencyKey,
    byte[] body,
    Optional<String> traceparent,
    Function<byte[], Optional<Answer.Confirmed>> confirmation) {}
