package dev.orderpipeline.operations.audit;

import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import java.util.List;
import java.util.Optional;

/// Says whether a record of the input is an order, by the pipeline's own rules for input.
@FunctionalInterface
public interface PlacedJudge {

  /// Judges one record. Never throws for what lies in it.
  ///
  /// @param key empty for a null key
  /// @param value empty for a tombstone
  Verdict judge(Optional<String> key, Optional<byte[]> value);

  sealed interface Verdict {}

  /// An order.
  ///
  /// @param fingerprint equal for records with the same content
  record Valid(String orderId, String fingerprint, Money amount, List<Item> items)
      implements Verdict {
    public Valid {
      items = List.copyOf(items);
    }
  }

  /// Not an order, so it has to be a dead letter.
  ///
  /// @param reason a short code, never content of the record
  record Invalid(String reason) implements Verdict {}
}
