package dev.orderpipeline.simulation;

import org.jspecify.annotations.Nullable;

/// One record for `orders.placed`, and what should become of it.
///
/// @param key null for a record without key
/// @param value null for a tombstone
public record GeneratedRecord(byte @Nullable [] key, byte @Nullable [] value, Kind kind) {

  public enum Kind {
    GOOD(Fate.COMPLETED),
    DECLINED(Fate.FAILED),
    OUT_OF_STOCK(Fate.FAILED),
    /// Fails only where `rules.max-amount` is [OrderGenerator#AMOUNT_LIMIT] or less.
    RULE_BREAKER(Fate.FAILED),
    DUPLICATE(Fate.IGNORED),
    CONFLICTING_DUPLICATE(Fate.DEAD_LETTER),
    NOT_JSON(Fate.DEAD_LETTER),
    MISSING_FIELD(Fate.DEAD_LETTER),
    WRONG_TYPE(Fate.DEAD_LETTER),
    TOO_DEEP(Fate.DEAD_LETTER),
    KEY_MISMATCH(Fate.DEAD_LETTER),
    NO_KEY(Fate.DEAD_LETTER),
    TOMBSTONE(Fate.DEAD_LETTER),
    IMPOSSIBLE_AMOUNT(Fate.DEAD_LETTER),
    UNKNOWN_CURRENCY(Fate.DEAD_LETTER);

    private final Fate fate;

    Kind(Fate fate) {
      this.fate = fate;
    }

    public Fate fate() {
      return fate;
    }
  }

  /// What should become of a record if the gateways work.
  public enum Fate {
    COMPLETED,
    FAILED,
    IGNORED,
    DEAD_LETTER
  }
}
