package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects one order's events, which arrive sorted as [SortedEvent] says: dead letters before
/// placed records, so that a flood of identical duplicates can be counted instead of kept.
final class DossierBuilder {

  private static final String CONFLICT = "conflicting_duplicate";

  /// The reasons for which a record that is a valid order is turned away.
  static final Set<String> TURNED_AWAY =
      Set.of(CONFLICT, "older_than_memory", "older_than_key_retention", "processing_failed");

  private final String orderId;
  private final List<PlacedRecord> placed = new ArrayList<>();
  private final List<StateRecord> history = new ArrayList<>();
  private final List<DeadLetterRecord> deadLetters = new ArrayList<>();
  private final List<LedgerLine> ledger = new ArrayList<>();
  private final List<AuditEvent> live = new ArrayList<>();
  private final Set<Position> turnedAway = new HashSet<>();
  private final Set<Position> conflicting = new HashSet<>();
  private PlacedJudge.@Nullable Valid content;
  private @Nullable PlacedRecord admitted;
  private long duplicates;
  private int kept;
  private boolean overflowed;

  DossierBuilder(String orderId) {
    this.orderId = orderId;
  }

  void add(AuditEvent event) {
    if (isDuplicate(event)) {
      duplicates++;
      return;
    }
    if (kept == OrderDossier.MAX_EVENTS) {
      overflowed = true;
      return;
    }
    kept++;
    switch (event) {
      case PlacedRecord e -> addPlaced(e);
      case StateRecord e -> history.add(e);
      case DeadLetterRecord e -> addDeadLetter(e);
      case LedgerLine e -> ledger.add(e);
      case IntentCommitted e -> live.add(e);
      case RequestLeft e -> live.add(e);
      case Unreadable e ->
          throw new IllegalArgumentException("no event of an order: " + Story.where(e));
    }
  }

  OrderDossier build() {
    Optional<PlacedRecord> order =
        unrefuted().or(() -> Optional.ofNullable(admitted)).or(() -> placed.stream().findFirst());
    List<PlacedRecord> told =
        placed.stream().filter(record -> !isRepetition(record, order)).toList();
    return new OrderDossier(
        orderId,
        told,
        order,
        duplicates + placed.size() - told.size(),
        deadLetters,
        history,
        ledger,
        live,
        overflowed);
  }

  /// The first record that was not turned away, nor anywhere its content as other than the order's:
  /// one that waited when the memory was lost is placed again behind those that were not read yet.
  private Optional<PlacedRecord> unrefuted() {
    Set<String> refuted = new HashSet<>();
    placed.stream()
        .filter(record -> conflicting.contains(record.position()))
        .forEach(record -> content(record).ifPresent(refuted::add));
    return placed.stream()
        .filter(record -> !turnedAway.contains(record.position()))
        .filter(record -> content(record).filter(found -> !refuted.contains(found)).isPresent())
        .findFirst();
  }

  /// Whether it says once more what the order is; those that come after the first record that could
  /// have been it are not even kept.
  private boolean isRepetition(PlacedRecord record, Optional<PlacedRecord> order) {
    return order
            .filter(admitted -> !admitted.equals(record))
            .flatMap(DossierBuilder::content)
            .filter(content -> content(record).filter(content::equals).isPresent())
            .isPresent()
        && !turnedAway.contains(record.position());
  }

  /// What is the same for records with the same content; empty if it is no order.
  static Optional<String> content(PlacedRecord record) {
    return record.verdict() instanceof PlacedJudge.Valid valid
        ? Optional.of(valid.fingerprint())
        : Optional.empty();
  }

  private boolean isDuplicate(AuditEvent event) {
    return content != null
        && event instanceof PlacedRecord(Position position, _, PlacedJudge.Valid valid)
        && valid.fingerprint().equals(content.fingerprint())
        && !turnedAway.contains(position);
  }

  private void addPlaced(PlacedRecord record) {
    placed.add(record);
    if (admitted == null
        && record.verdict() instanceof PlacedJudge.Valid valid
        && !turnedAway.contains(record.position())) {
      admitted = record;
      content = valid;
    }
  }

  private void addDeadLetter(DeadLetterRecord letter) {
    deadLetters.add(letter);
    if (TURNED_AWAY.contains(letter.reason())) {
      letter.source().ifPresent(turnedAway::add);
      if (letter.reason().equals(CONFLICT)) {
        letter.source().ifPresent(conflicting::add);
      }
    }
  }
}
