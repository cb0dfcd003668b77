package dev.orderpipeline.operations.audit;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import dev.orderpipeline.operations.audit.Violation.StoryLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Tells what happened to an order, for people.
final class Story {

  /// An order's normal life is under ten lines; what is longer is cut, with a note.
  static final int MAX_LINES = 40;

  private Story() {}

  static List<StoryLine> of(OrderDossier order) {
    List<StoryLine> lines =
        new ArrayList<>(
            order.events().limit(MAX_LINES).map(e -> new StoryLine(where(e), what(e))).toList());
    if (order.duplicates() > 0) {
      lines.add(new StoryLine("", order.duplicates() + " identical duplicate(s) not listed"));
    }
    long more = order.events().skip(MAX_LINES).count();
    if (more > 0) {
      lines.add(new StoryLine("", more + " more event(s) not listed"));
    }
    return lines;
  }

  /// Where to look: `orders.placed-3@17`, `payments.ledger:12`, `run #5`.
  static String where(AuditEvent event) {
    return switch (event) {
      case PlacedRecord e -> e.position().toString();
      case StateRecord e -> e.position().toString();
      case DeadLetterRecord e -> e.position().toString();
      case LedgerLine e -> e.ledger() + ":" + e.line();
      case IntentCommitted e -> "run #" + e.seq();
      case RequestLeft e -> "run #" + e.seq();
      case Unreadable e -> e.place();
    };
  }

  static String what(AuditEvent event) {
    return switch (event) {
      case PlacedRecord e ->
          switch (e.verdict()) {
            case PlacedJudge.Valid v ->
                "placed, "
                    + v.amount().value()
                    + " "
                    + v.amount().currency().getCurrencyCode()
                    + ", content "
                    + v.fingerprint().substring(0, Math.min(8, v.fingerprint().length()));
            case PlacedJudge.Invalid i -> "placed, not an order: " + i.reason();
          };
      case StateRecord e ->
          "v"
              + e.version()
              + " "
              + e.state()
              + String.join("", e.intents().values().stream().sorted().map(k -> ", " + k).toList())
              + e.suspended().map(s -> ", suspended: " + s.reason()).orElse("");
      case DeadLetterRecord e ->
          "dead letter: " + e.reason() + e.source().map(s -> ", for " + s).orElse("");
      case LedgerLine e -> effect(e.entry());
      case IntentCommitted e -> "intent committed, " + e.key() + " attempt " + e.attempt();
      case RequestLeft e -> "request left, " + e.key() + " attempt " + e.attempt();
      case Unreadable e -> e.why();
    };
  }

  private static String effect(LedgerEntry entry) {
    return Stream.of(
            Stream.of(entry.effect() + " " + entry.key()),
            entry.undoes().stream().map(u -> "undoes " + u),
            entry.amount().stream().map(a -> a.value() + " " + a.currency().getCurrencyCode()),
            entry.items().stream().limit(5).map(i -> i.quantity() + " × " + i.sku()))
        .flatMap(parts -> parts)
        .reduce((a, b) -> a + ", " + b)
        .orElseThrow();
  }
}
