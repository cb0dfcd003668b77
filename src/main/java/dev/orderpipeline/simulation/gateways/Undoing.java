package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Money;
import dev.orderpipeline.simulation.gateways.Remembered.Result;
import java.util.Optional;

/// Whether an undo fits what it would undo.
final class Undoing {

  private Undoing() {}

  /// What speaks against the undo, if anything.
  ///
  /// @param original the effect to undo, which stands
  static Optional<Problem> objection(EffectRequest.Undo undo, Remembered original) {
    return switch (undo) {
      case EffectRequest.Refund refund when original.result() instanceof Result.Captured captured ->
          objection(refund, captured);
      case EffectRequest.Release release
          when original.result() instanceof Result.Reserved reserved ->
          objection(release, reserved, original);
      case EffectRequest.Refund _, EffectRequest.Release _ ->
          throw new IllegalStateException("books of one gateway hold an effect of the other");
    };
  }

  private static Optional<Problem> objection(
      EffectRequest.Refund refund, Result.Captured captured) {
    if (!refund.orderId().equals(captured.orderId())) {
      return Optional.of(Problem.UNDO_OF_ANOTHER_ORDER);
    }
    Money amount = refund.amount();
    boolean covered =
        amount.currency().equals(captured.amount().currency())
            && amount.value() <= captured.amount().value();
    return covered ? Optional.empty() : Optional.of(Problem.REFUND_EXCEEDS_CHARGE);
  }

  private static Optional<Problem> objection(
      EffectRequest.Release release, Result.Reserved reserved, Remembered original) {
    if (!release.orderId().equals(reserved.orderId())) {
      return Optional.of(Problem.UNDO_OF_ANOTHER_ORDER);
    }
    // The items themselves are not kept: a reservation is recognised by its digest.
    long released = Digests.ofReservation(release.orderId(), release.items());
    return original.effectDigest() == released
        ? Optional.empty()
        : Optional.of(Problem.RELEASE_DIFFERS_FROM_RESERVATION);
  }
}
