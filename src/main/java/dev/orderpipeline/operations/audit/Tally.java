package dev.orderpipeline.operations.audit;

import dev.orderpipeline.operations.audit.AuditEvent.PlacedRecord;
import dev.orderpipeline.operations.audit.OrderDossier.Ending;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Counts dossiers as they pass.
final class Tally {

  private final Map<Ending, Long> endings = new EnumMap<>(Ending.class);
  private long placed;
  private long turnedAway;
  private long duplicates;
  private long undecided;
  private long deadLetters;
  private long repeatedDeadLetters;
  private long leftOut;
  private Optional<AuditReport.Pending> oldest = Optional.empty();

  void leaveOut() {
    leftOut++;
  }

  void count(OrderDossier order) {
    Ending ending = order.ending();
    endings.merge(ending, 1L, Long::sum);
    placed += order.placed().size() + order.duplicates();
    duplicates += order.duplicates();
    // A dead letter with a source is counted where its source is.
    deadLetters += order.deadLetters().stream().filter(d -> d.source().isEmpty()).count();
    Set<Position> deadLettered = order.deadLettered();
    for (PlacedRecord record : order.placed()) {
      boolean isTheOrder =
          ending != Ending.DEAD_LETTERED && order.admitted().filter(record::equals).isPresent();
      if (isTheOrder) {
        continue;
      }
      if (deadLettered.contains(record.position())) {
        turnedAway++;
      } else {
        undecided++;
      }
    }
    if (ending == Ending.IN_PROGRESS) {
      order.began().ifPresent(began -> pending(order.orderId(), began));
    }
  }

  void count(InputDossier input) {
    deadLetters += input.deadLetters();
    repeatedDeadLetters += Math.max(0, input.deadLetters() - 1);
    if (input.bad().isPresent()) {
      placed++;
      if (input.deadLetter().isPresent()) {
        turnedAway++;
      } else {
        undecided++;
      }
    }
  }

  private void pending(String orderId, Instant began) {
    if (oldest.filter(o -> !began.isBefore(o.since())).isEmpty()) {
      oldest = Optional.of(new AuditReport.Pending(orderId, began));
    }
  }

  Optional<AuditReport.Pending> oldest() {
    return oldest;
  }

  AuditCounts counts() {
    return new AuditCounts(
        placed,
        of(Ending.COMPLETED),
        of(Ending.FAILED),
        of(Ending.IN_PROGRESS),
        of(Ending.SUSPENDED),
        turnedAway,
        duplicates,
        undecided,
        deadLetters,
        repeatedDeadLetters,
        leftOut);
  }

  private long of(Ending ending) {
    return endings.getOrDefault(ending, 0L);
  }
}
