package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.simulation.gateways.Remembered.Result;

/// What one ledger entry brings back.
record Restored(Step step, Remembered remembered) {

  /// @throws IllegalArgumentException naming the part of the entry that is missing or wrong
  static Restored from(LedgerEntry entry) {
    Step step = step(entry);
    long number = References.number(step, reference(entry));
    Result result =
        switch (entry.effect()) {
          case CAPTURE -> new Result.Captured(number, entry.orderId(), amount(entry));
          case REFUND -> new Result.Refunded(number);
          case RESERVE -> new Result.Reserved(number, entry.orderId());
          case RELEASE -> new Result.Released(number);
          case BAR ->
              step == Step.REFUND
                  ? new Result.NothingToRefund(number)
                  : new Result.NothingToRelease(number);
        };
    return new Restored(
        step,
        new Remembered(
            effectDigest(step, entry), Digests.UNKNOWN, entry.at().toEpochMilli(), result));
  }

  private static Step step(LedgerEntry entry) {
    return switch (entry.effect()) {
      case CAPTURE -> Step.CHARGE;
      case REFUND -> Step.REFUND;
      case RESERVE -> Step.RESERVE;
      case RELEASE -> Step.RELEASE;
      // A bar's line does not name its gateway; its reference does.
      case BAR ->
          reference(entry).startsWith(References.prefix(Step.REFUND)) ? Step.REFUND : Step.RELEASE;
    };
  }

  private static long effectDigest(Step step, LedgerEntry entry) {
    return switch (step) {
      case CHARGE -> Digests.ofCharge(entry.orderId(), amount(entry));
      case RESERVE -> Digests.ofReservation(entry.orderId(), entry.items());
      case REFUND, RELEASE -> Digests.ofUndo(step, entry.orderId(), undoes(entry));
    };
  }

  private static String reference(LedgerEntry entry) {
    return entry.reference().orElseThrow(() -> missing(entry, "reference"));
  }

  private static Money amount(LedgerEntry entry) {
    return entry.amount().orElseThrow(() -> missing(entry, "amount"));
  }

  private static String undoes(LedgerEntry entry) {
    return entry.undoes().orElseThrow(() -> missing(entry, "undoes"));
  }

  private static IllegalArgumentException missing(LedgerEntry entry, String field) {
    return new IllegalArgumentException(
        "ledger entry " + entry.seq() + " (" + entry.effect() + ") has no " + field);
  }
}
