package dev.orderpipeline.simulation.gateways;

import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import dev.orderpipeline.domain.Step;
import java.util.List;
import java.util.Optional;

/// A well-formed request for an effect, already read from its bytes.
///
/// Every kind has the idempotency `key` it came with, and the `payloadDigest` of its exact bytes.
public sealed interface EffectRequest {

  String key();

  String orderId();

  long payloadDigest();

  Step step();

  /// Digest of what a ledger line tells about the effect. It still tells one payload from another
  /// after a restart, when the exact bytes are forgotten.
  long effectDigest();

  record Charge(
      String key,
      String orderId,
      Money amount,
      Optional<String> paymentMethodId,
      long payloadDigest)
      implements EffectRequest {
    @Override
    public Step step() {
      return Step.CHARGE;
    }

    @Override
    public long effectDigest() {
      return Digests.ofCharge(orderId, amount);
    }
  }

  /// Gives money back.
  ///
  /// @param chargeKey the key of the charge to undo
  record Refund(String key, String orderId, String chargeKey, Money amount, long payloadDigest)
      implements Undo {
    @Override
    public Step step() {
      return Step.REFUND;
    }

    @Override
    public String originalKey() {
      return chargeKey;
    }
  }

  record Reserve(String key, String orderId, List<Item> items, long payloadDigest)
      implements EffectRequest {
    public Reserve {
      items = List.copyOf(items);
    }

    @Override
    public Step step() {
      return Step.RESERVE;
    }

    @Override
    public long effectDigest() {
      return Digests.ofReservation(orderId, items);
    }
  }

  /// Puts stock back.
  ///
  /// @param reservationKey the key of the reservation to undo
  record Release(
      String key, String orderId, String reservationKey, List<Item> items, long payloadDigest)
      implements Undo {
    public Release {
      items = List.copyOf(items);
    }

    @Override
    public Step step() {
      return Step.RELEASE;
    }

    @Override
    public String originalKey() {
      return reservationKey;
    }
  }

  /// A request that takes an earlier one back, by that one's key.
  sealed interface Undo extends EffectRequest {
    String originalKey();

    @Override
    default long effectDigest() {
      return Digests.ofUndo(step(), orderId(), originalKey());
    }
  }
}
