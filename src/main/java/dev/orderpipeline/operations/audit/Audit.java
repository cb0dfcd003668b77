package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.Unreadable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes events in any order, brings together what belongs to one order, judges it and forgets it.
///
/// Holds one order at a time, and the events that [AuditLimits] allows. For one thread.
public final class Audit implements AutoCloseable {

  private final AuditScope scope;
  private final List<Guarantee> guarantees;
  private final NoOrderLost noOrderLost = new NoOrderLost();
  private final int listed;
  private final EventSorter sorter;
  private final Tally tally = new Tally();
  private final Map<GuaranteeName, Long> broken = new EnumMap<>(GuaranteeName.class);
  private final List<Violation> violations = new ArrayList<>();

  private @Nullable SortKey current;
  private @Nullable DossierBuilder order;
  private InputDossier input = InputDossier.empty();

  /// Begins an empty audit.
  ///
  /// @param guarantees what to judge; [Guarantee#all] if topics and ledgers are all there
  public Audit(AuditScope scope, List<Guarantee> guarantees, AuditLimits limits) {
    this.scope = scope;
    this.guarantees = List.copyOf(guarantees);
    this.listed = limits.listed();
    this.sorter = new EventSorter(limits);
  }

  /// Takes one event.
  ///
  /// @throws java.io.UncheckedIOException if the directory for sorting cannot be written
  public void accept(AuditEvent event) {
    sorter.add(event);
  }

  /// Judges everything accepted. Call it once.
  ///
  /// @throws java.io.UncheckedIOException if the directory for sorting cannot be written or read
  public AuditReport finish() {
    sorter.drain(this::take);
    judgeCurrent();
    return new AuditReport(tally.counts(), broken, violations, tally.oldest());
  }

  private void take(SortedEvent next) {
    if (current == null || !current.group().equals(next.key().group())) {
      judgeCurrent();
      begin(next.key());
    }
    AuditEvent event = EventCodec.decode(next.body());
    if (event instanceof Unreadable unreadable) {
      judge(unreadable);
    } else if (order != null) {
      order.add(event);
    } else {
      input = input.with(event);
    }
  }

  private void begin(SortKey key) {
    current = key;
    order = key.kind() == SortKey.ORDER ? new DossierBuilder(key.subject()) : null;
    input = InputDossier.empty();
  }

  private void judgeCurrent() {
    if (order != null) {
      judge(order.build());
    } else if (current != null && current.kind() == SortKey.INPUT) {
      judge(input);
    }
  }

  private void judge(OrderDossier dossier) {
    if (scope.leavesOut(dossier.began())) {
      tally.leaveOut();
      return;
    }
    tally.count(dossier);
    if (dossier.overflowed()) {
      report(
          Violation.of(
              GuaranteeName.BOUNDED,
              dossier,
              "has more than " + OrderDossier.MAX_EVENTS + " events, it was not judged",
              List.of()));
      return;
    }
    for (Guarantee guarantee : guarantees) {
      guarantee.judge(dossier, scope).forEach(this::report);
    }
  }

  private void judge(InputDossier dossier) {
    if (!scope.leavesOut(dossier.began())) {
      tally.count(dossier);
      noOrderLost.judge(dossier, scope).ifPresent(this::report);
    }
  }

  private void judge(Unreadable event) {
    if (!scope.leavesOut(event.at())) {
      report(
          new Violation(
              event.unproved(),
              Optional.empty(),
              "cannot be proved: " + event.why(),
              List.of(event.place()),
              List.of()));
    }
  }

  private void report(Violation violation) {
    broken.merge(violation.guarantee(), 1L, Long::sum);
    if (violations.size() < listed) {
      violations.add(violation);
    }
  }

  /// Removes what was sorted on disk.
  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
