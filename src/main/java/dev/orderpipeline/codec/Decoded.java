package dev.orderpipeline.codec;

import dev.orderpipeline.domain.OrderPlaced;

/// What the bytes of an input record turned out to be.
public sealed interface Decoded {

  record Valid(OrderPlaced placed) implements Decoded {}

  /// Not an order; goes to the dead letters as it is.
  ///
  /// @param reason stable code: `tombstone`, `not_json`, `too_deep`, `too_large`, `wrong_type`,
  ///   `missing_field`, `invalid_value`, `invalid_amount`, `key_mismatch`
  /// @param message names the field and what is allowed, never the content
  record Malformed(String reason, String message) implements Decoded {}
}
