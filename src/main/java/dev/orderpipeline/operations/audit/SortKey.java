package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.IntentCommitted;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.RequestLeft;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.util.ArrayList;
import java.util.List;

/// Brings together what belongs together, each dossier in the order its builder wants.
///
/// @param group the dossier: [#ORDER] and an orderId, [#INPUT] and a position, or [#UNREADABLE]
/// @param rank dead letters first, then placed records, states, effects, live events
/// @param major a dossier's order within a rank: partition, version, time or place in the run
/// @param minor then: offset or line
record SortKey(String group, int rank, long major, long minor) implements Comparable<SortKey> {

  static final char ORDER = 'o';
  static final char INPUT = 'p';
  static final char UNREADABLE = 'u';

  /// Written out, because sorting compares more than it does anything else.
  @Override
  public int compareTo(SortKey other) {
    int byGroup = group.compareTo(other.group);
    if (byGroup != 0) {
      return byGroup;
    }
    int byRank = Integer.compare(rank, other.rank);
    if (byRank != 0) {
      return byRank;
    }
    int byMajor = Long.compare(major, other.major);
    return byMajor != 0 ? byMajor : Long.compare(minor, other.minor);
  }

  char kind() {
    return group.charAt(0);
  }

  /// What the dossier is about.
  String subject() {
    return group.substring(1);
  }

  /// A key for each dossier that the event belongs to: a dead letter that names a source and an
  /// order belongs to both.
  static List<SortKey> of(AuditEvent event) {
    return switch (event) {
      case PlacedRecord e ->
          switch (e.verdict()) {
            case PlacedJudge.Valid v -> List.of(within(ORDER + v.orderId(), e));
            case PlacedJudge.Invalid _ -> List.of(within(INPUT + e.position().toString(), e));
          };
      case DeadLetterRecord e -> {
        List<SortKey> keys = new ArrayList<>(2);
        e.orderId().ifPresent(id -> keys.add(within(ORDER + id, e)));
        if (e.source().isPresent() || keys.isEmpty()) {
          keys.add(within(INPUT + e.source().orElse(e.position()).toString(), e));
        }
        yield keys;
      }
      case StateRecord e -> List.of(within(ORDER + e.orderId(), e));
      case LedgerLine e -> List.of(within(ORDER + e.entry().orderId(), e));
      case IntentCommitted e -> List.of(within(ORDER + e.orderId(), e));
      case RequestLeft e -> List.of(within(ORDER + e.orderId(), e));
      case Unreadable e -> List.of(within(UNREADABLE + e.place(), e));
    };
  }

  static SortKey within(String group, AuditEvent event) {
    return switch (event) {
      case DeadLetterRecord e -> at(group, 0, e.position());
      case PlacedRecord e -> at(group, 1, e.position());
      case StateRecord e -> new SortKey(group, 2, e.version(), e.position().offset());
      case LedgerLine e -> new SortKey(group, 3, e.entry().at().toEpochMilli(), e.line());
      case IntentCommitted e -> new SortKey(group, 4, e.seq(), 0);
      case RequestLeft e -> new SortKey(group, 4, e.seq(), 1);
      case Unreadable _ -> new SortKey(group, 5, 0, 0);
    };
  }

  private static SortKey at(String group, int rank, Position position) {
    return new SortKey(group, rank, position.partition(), position.offset());
  }
}
