package dev.orderpipeline.protocol;

import dev.orderpipeline.domain.Effect;
import dev.orderpipeline.gateways.Gate;
import dev.orderpipeline.gateways.GatewayRequest;
import java.time.Instant;
import java.time.InstantSource;

/// A call that has been decided on and written down, with the entry that the gate granted it.
///
/// @param replyTo where its answer goes
/// @param leaveBefore when the order is looked at again without its answer. A call that has not left
///   by then must not leave: a process that was stopped for so long has been replaced, and after a
///   day the gateway has forgotten the key and would have the effect a second time
public record Intent(
    Effect.Call call,
    GatewayRequest request,
    Gate gate,
    Mailbox replyTo,
    Instant leaveBefore,
    InstantSource clock) {

  boolean isTooLate() {
    return !clock.instant().isBefore(leaveBefore);
  }
}
