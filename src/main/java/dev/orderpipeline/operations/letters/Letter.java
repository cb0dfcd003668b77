package dev.orderpipeline.operations.letters;

import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.protocol.Origin;
import java.time.Instant;
import java.util.Optional;

/// One dead letter, without the bytes it carries.
///
/// @param id by which operators name it: of characters that are safe in topics, terminals and paths
/// @param reason a code; `unknown` if the header holds none
/// @param message for people, in one line
/// @param record where the letter itself lies
/// @param source the record it came from; empty for a suspended order
/// @param key of the letter; not shown without cutting it
/// @param carried whether the original's bytes are in it; if not, they lie at the source
/// @param step the step that an order is suspended in
/// @param origin what the source said of where it comes from itself
public record Letter(
    String id,
    LetterKind kind,
    String reason,
    String message,
    Instant at,
    Optional<String> orderId,
    SourcePosition record,
    Optional<Source> source,
    Optional<String> key,
    int bytes,
    boolean carried,
    Optional<String> step,
    Optional<Origin> origin) {

  /// @param timestamp when the broker appended it, if the header tells
  public record Source(SourcePosition place, Optional<Instant> timestamp) {}

  /// The first letter of the case.
  String root() {
    return origin.flatMap(Origin::redriveOf).orElse(id);
  }

  /// Without a case before it; as old as it was.
  Letter unlinked() {
    return new Letter(
        id,
        kind,
        reason,
        message,
        at,
        orderId,
        record,
        source,
        key,
        bytes,
        carried,
        step,
        origin.map(from -> new Origin(from.timestamp(), Optional.empty(), 0, from.replayId())));
  }

  int redriveCount() {
    return origin.map(Origin::redriveCount).orElse(0);
  }

  /// When the first record of the case was appended, however often it was published again: never
  /// later than the source itself.
  public Optional<Instant> originatedAt() {
    Optional<Instant> own = source.flatMap(Source::timestamp);
    Optional<Instant> first = origin.flatMap(Origin::timestamp);
    if (own.isEmpty() || first.isEmpty()) {
      return own.or(() -> first);
    }
    return first.get().isBefore(own.get()) ? first : own;
  }
}
