package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Money;

/// What the books keep under one key, in place of the answer's bytes: the answer is written out
/// again from this, the same each time. With its key it takes about 300 bytes.
///
/// @param payloadDigest [Digests#UNKNOWN] if this was read back from a ledger
/// @param atMillis when the result was fixed, in milliseconds since 1970
record Remembered(long effectDigest, long payloadDigest, long atMillis, Result result) {

  boolean isOf(EffectRequest request) {
    return effectDigest == request.effectDigest()
        && (payloadDigest == Digests.UNKNOWN || payloadDigest == request.payloadDigest());
  }

  /// How a request ended. Numbers are those in the reference: 7 for `tx_7`.
  sealed interface Result {

    /// Whether it is an effect that can be taken back.
    default boolean undoable() {
      return switch (this) {
        case Captured _, Reserved _ -> true;
        case Refunded _, NothingToRefund _, Released _, NothingToRelease _, Refused _ -> false;
      };
    }

    record Captured(long number, String orderId, Money amount) implements Result {}

    record Refunded(long number) implements Result {}

    record NothingToRefund(long number) implements Result {}

    record Reserved(long number, String orderId) implements Result {}

    record Released(long number) implements Result {}

    record NothingToRelease(long number) implements Result {}

    record Refused(Problem problem) implements Result {}
  }
}
