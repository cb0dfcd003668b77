package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.StateName;
import java.time.Instant;
import java.util.Optional;

/// Where an order stands, by its latest snapshot.
///
/// @param partition of the input that it came in by
/// @param suspendedBy id of the dead letter that says that it is suspended
/// @param step that it is at
/// @param firstSentAt when the first request of that step was decided on
public record Standing(
    StateName state,
    int version,
    int partition,
    Optional<String> suspendedBy,
    Optional<String> step,
    Optional<Instant> firstSentAt,
    String fingerprint) {

  public static Standing of(Order order) {
    return new Standing(
        order.state().name(),
        order.version(),
        order.source().partition(),
        order.suspended().map(suspension -> suspension.deadLetterId()),
        order.state().current().map(run -> run.step().label()),
        order.state().current().flatMap(run -> run.firstSentAt()),
        order.placed().fingerprint());
  }
}
