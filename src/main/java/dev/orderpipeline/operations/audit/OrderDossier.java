package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.DeadLetterRecord;
import dev.orderpipeline.operations.audit.AuditEvent.LedgerLine;
import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.AuditEvent.StateRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that is known about one order, complete and in order.
///
/// @param placed the valid records that placed it, by position, without those folded into
///   `duplicates`
/// @param admitted the record whose content the order has: the first that was not turned away
/// @param duplicates other records with the content of [#admitted]; only counted
/// @param history by version
/// @param live intents and requests of a simulation, by their place in the run
/// @param overflowed whether events had to be left out, so that nothing can be concluded
public record OrderDossier(
    String orderId,
    List<PlacedRecord> placed,
    Optional<PlacedRecord> admitted,
    long duplicates,
    List<DeadLetterRecord> deadLetters,
    List<StateRecord> history,
    List<LedgerLine> ledger,
    List<AuditEvent> live,
    boolean overflowed) {

  /// More than this many events of one order besides identical duplicates are not kept.
  public static final int MAX_EVENTS = 100_000;

  public OrderDossier {
    placed = List.copyOf(placed);
    deadLetters = List.copyOf(deadLetters);
    history = List.copyOf(history);
    ledger = List.copyOf(ledger);
    live = List.copyOf(live);
  }

  /// How far an order has come.
  public enum Ending {
    COMPLETED,
    FAILED,
    SUSPENDED,
    IN_PROGRESS,
    /// Every record that placed it was turned away.
    DEAD_LETTERED,
    /// Something refers to it, but no record placed it.
    NEVER_PLACED
  }

  /// The dossier of an order from events in any order. All of them must be about this order.
  public static OrderDossier of(String orderId, Collection<? extends AuditEvent> events) {
    DossierBuilder builder = new DossierBuilder(orderId);
    events.stream()
        .sorted(Comparator.comparing(event -> SortKey.within(orderId, event)))
        .forEach(builder::add);
    return builder.build();
  }

  public Ending ending() {
    Optional<StateRecord> outcome = outcomes().reduce((_, last) -> last);
    if (outcome.isPresent()) {
      return outcome.get().topic() == Stage.COMPLETED ? Ending.COMPLETED : Ending.FAILED;
    }
    if (!history.isEmpty()) {
      return history.getLast().suspended().isPresent() ? Ending.SUSPENDED : Ending.IN_PROGRESS;
    }
    if (admitted.isEmpty()) {
      return Ending.NEVER_PLACED;
    }
    return deadLettered().contains(admitted.get().position())
        ? Ending.DEAD_LETTERED
        : Ending.IN_PROGRESS;
  }

  public Stream<StateRecord> outcomes() {
    return history.stream().filter(StateRecord::isOutcome);
  }

  /// The positions that dead letters of this order name as their source.
  public Set<Position> deadLettered() {
    return deadLetters.stream().flatMap(d -> d.source().stream()).collect(Collectors.toSet());
  }

  /// When it was first heard of: by the topics' clock, if any topic knows it.
  public Optional<Instant> began() {
    Optional<Instant> inTopics =
        Stream.of(
                placed.stream().map(PlacedRecord::at),
                history.stream().map(StateRecord::at),
                deadLetters.stream().map(DeadLetterRecord::at))
            .flatMap(times -> times)
            .min(Instant::compareTo);
    return inTopics.or(() -> ledger.stream().map(l -> l.entry().at()).min(Instant::compareTo));
  }

  /// The whole story: placed, states, dead letters, effects, then what was seen live.
  public Stream<AuditEvent> events() {
    return Stream.of(placed, history, deadLetters, ledger, live).flatMap(List::stream);
  }
}
