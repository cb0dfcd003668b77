package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.gateways.Gate;
import dev.orderpipeline.gateways.GatewayRequest;

/// A call that has been decided on and written down, with the entry that the gate granted it.
///
/// @param replyTo where its answer goes
public record Intent(Effect.Call call, GatewayRequest request, Gate gate, Mailbox replyTo) {}
