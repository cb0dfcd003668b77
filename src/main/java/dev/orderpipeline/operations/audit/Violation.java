package dev.orderpipeline.operations.audit;

import java.util.List;
import java.util.Optional;

/// A promise that was broken, or cannot be shown to be kept.
///
/// @param evidence where to look: positions in topics, lines of ledgers
/// @param story everything known of the order, in order, bounded; empty if there is no order
public record Violation(
    GuaranteeName guarantee,
    Optional<String> orderId,
    String message,
    List<String> evidence,
    List<StoryLine> story) {

  public Violation {
    evidence = List.copyOf(evidence);
    story = List.copyOf(story);
  }

  /// One event of an order.
  ///
  /// @param where as in [#evidence]
  public record StoryLine(String where, String what) {}

  static Violation of(
      GuaranteeName guarantee, OrderDossier order, String message, List<? extends AuditEvent> on) {
    return new Violation(
        guarantee,
        Optional.of(order.orderId()),
        message,
        on.stream().limit(Story.MAX_LINES).map(Story::where).toList(),
        Story.of(order));
  }
}
