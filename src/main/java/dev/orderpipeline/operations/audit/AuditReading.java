package dev.orderpipeline.operations.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads topics and ledgers into an audit, in an order in which a system at work cannot look
/// broken.
///
/// 1. How long each ledger is: what its lines up to there followed from was committed before.
/// 2. How far the input is consumed: what lies before that must have been decided on.
/// 3. The topics backwards, from outcomes to input, then dead letters: whatever a record follows
///    from is read after it.
/// 4. The ledgers: whatever an outcome stands for is in them by now.
public final class AuditReading {

  private final TopicSource topics;
  private final TopicRoles roles;
  private final AuditEvents events;
  private final List<LedgerSource> ledgers;

  /// Reads nothing yet.
  ///
  /// @param ledgers all ledgers of all gateways, each once
  public AuditReading(
      TopicSource topics, TopicRoles roles, PlacedJudge judge, List<LedgerSource> ledgers) {
    this.topics = topics;
    this.roles = roles;
    this.events = new AuditEvents(roles, judge);
    this.ledgers = List.copyOf(ledgers);
  }

  /// Reads and judges everything on the caller's thread.
  ///
  /// @param quiet whether the system is expected to have finished
  /// @param since orders that began before are left out
  /// @throws IOException if a ledger cannot be read
  /// @throws java.io.UncheckedIOException if the directory for sorting cannot be written or read
  public AuditReport run(boolean quiet, Optional<Instant> since, AuditLimits limits)
      throws IOException {
    Map<String, Long> settled = new HashMap<>();
    for (LedgerSource ledger : ledgers) {
      settled.put(ledger.name(), LedgerReader.count(ledger));
    }
    AuditScope scope = new AuditScope(quiet, since, topics.consumed(roles.placed()));
    try (Audit audit = new Audit(scope, Guarantee.all(), limits)) {
      for (String topic : roles.backwards()) {
        topics.read(List.of(topic), true, record -> events.from(record).ifPresent(audit::accept));
      }
      for (LedgerSource ledger : ledgers) {
        LedgerReader.read(ledger, settled.getOrDefault(ledger.name(), 0L), audit::accept);
      }
      return audit.finish();
    }
  }
}
