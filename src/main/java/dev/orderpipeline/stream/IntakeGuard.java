package dev.orderpipeline.stream;

import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.protocol.Capacity;
import dev.orderpipeline.protocol.IntakeSwitch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says whether the input may be open, for all reasons there are.
///
/// @param intake what operators and the brake say
record IntakeGuard(Capacity capacity, IntakeSwitch intake) {

  /// Why it is closed.
  ///
  /// @param cause stays the same while one and the same thing keeps it closed
  record Closure(Object cause, String why) {
    boolean isLike(@Nullable Closure other) {
      return other != null && cause.equals(other.cause);
    }
  }

  /// Empty if the input may be open.
  ///
  /// @param closed whether it is closed now: then it opens when enough has drained
  Optional<Closure> closure(boolean closed) {
    Optional<IntakeWord> ordered = intake.closed();
    if (ordered.isPresent()) {
      return Optional.of(new Closure(ordered.get(), words(ordered.get())));
    }
    boolean room = closed ? capacity.hasDrained() : capacity.hasRoom();
    return room ? Optional.empty() : Optional.of(new Closure(capacity, room()));
  }

  String room() {
    return "%d active orders of at most %d".formatted(capacity.held(), capacity.limit());
  }

  private static String words(IntakeWord word) {
    return "%s by %s since %s: %s".formatted(word.kind(), word.by(), word.at(), word.why());
  }
}
