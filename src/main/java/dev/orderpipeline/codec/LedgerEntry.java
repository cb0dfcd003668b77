package dev.orderpipeline.codec;

import dev.orderpipeline.domain.Item;
import dev.orderpipeline.domain.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One effect that a gateway says it has had: a line of its ledger.
///
/// @param seq position in the ledger, from 1, without gaps
/// @param key the idempotency key of the request that had the effect
/// @param undoes for REFUND, RELEASE and BAR: the key of the request undone or barred
/// @param amount for CAPTURE and REFUND
/// @param items for RESERVE and RELEASE
/// @param reference the gateway's id of the effect
public record LedgerEntry(
    long seq,
    Instant at,
    Effect effect,
    String orderId,
    String key,
    Optional<String> undoes,
    Optional<Money> amount,
    List<Item> items,
    Optional<String> reference) {

  public LedgerEntry {
    items = List.copyOf(items);
  }

  /// What happened. BAR moves no money or stock: an undo found nothing to undo, and the original
  /// key is refused from now on.
  public enum Effect {
    CAPTURE,
    REFUND,
    RESERVE,
    RELEASE,
    BAR
  }
}
