/// Outbound HTTP: from an order's intent to what the gateway's answer means.
///
/// In the order that a call meets them: the caller enters the [dev.orderpipeline.gateways.Gate]
/// (pause, limit, ramp, breaker; all of them in [dev.orderpipeline.gateways.Gates]), hands the
/// [dev.orderpipeline.gateways.GatewayRequest] to the [dev.orderpipeline.gateways.GatewayStack],
/// whose layers end at a [dev.orderpipeline.gateways.Transport]. What came of it is an
/// [dev.orderpipeline.gateways.Exchange]; the [dev.orderpipeline.gateways.AnswerClassifier] alone
/// says what that means.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.gateways;
