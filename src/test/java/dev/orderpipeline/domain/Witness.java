package dev.orderpipeline.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What somebody who saw every request leave and every answer come would say about the gateways. It
/// keeps books of its own, so that the machine's are checked against something else.
record Witness(Map<Step, Seen> seen) {

  /// One step as it was seen.
  ///
  /// @param onItsWay a request has left and nothing is known of it
  /// @param possible an earlier request may have taken effect
  /// @param certain it has taken effect
  /// @param undone it is undone, or was found not to be there
  record Seen(
      Optional<Instant> firstSent,
      String hash,
      boolean onItsWay,
      boolean possible,
      boolean certain,
      boolean undone) {

    static final Seen NOTHING = new Seen(Optional.empty(), "", false, false, false, false);

    /// Something may lie at the gateway that nobody has undone.
    boolean held() {
      return !undone && (onItsWay || possible || certain);
    }

    Seen sent(Instant now, String body) {
      return new Seen(
          Optional.of(firstSent.orElse(now)), body, true, possible || onItsWay, certain, undone);
    }

    Seen hadNoEffect() {
      return new Seen(firstSent, hash, false, possible, certain, undone);
    }

    Seen mayHaveHadEffect() {
      return new Seen(firstSent, hash, false, true, certain, undone);
    }

    Seen hadEffect() {
      return new Seen(firstSent, hash, false, possible, true, undone);
    }

    Seen neverHappened() {
      return new Seen(firstSent, hash, false, false, false, undone);
    }

    Seen undo() {
      return new Seen(firstSent, hash, onItsWay, possible, certain, true);
    }

    boolean olderThan(Duration age, Instant now) {
      return firstSent.map(at -> !now.isBefore(at.plus(age))).orElse(false);
    }
  }

  static final Witness OF_NOTHING = new Witness(Map.of());

  Seen of(Step step) {
    return seen.getOrDefault(step, Seen.NOTHING);
  }

  Witness with(Step step, Seen next) {
    Map<Step, Seen> all = new EnumMap<>(Step.class);
    all.putAll(seen);
    all.put(step, next);
    return new Witness(all);
  }

  /// What a step undoes.
  static Optional<Step> original(Step step) {
    return switch (step) {
      case CHARGE, RESERVE -> Optional.empty();
      case REFUND -> Optional.of(Step.CHARGE);
      case RELEASE -> Optional.of(Step.RESERVE);
    };
  }

  /// After a call's own end.
  Witness answered(Step step, CallKind kind, Answer answer) {
    if (kind == CallKind.QUERY) {
      return answer instanceof Answer.Confirmed ? with(step, of(step).hadEffect()) : this;
    }
    return switch (answer) {
      case Answer.Confirmed _ -> with(step, of(step).hadEffect());
      case Answer.Declined _, Answer.Unavailable _, Answer.TryLater _, Answer.NotSent _ ->
          with(step, of(step).hadNoEffect());
      // Our key is taken by another body: something may have happened under it.
      case Answer.Rejected _, Answer.InFlight _, Answer.Unknown _, Answer.Absent _ ->
          with(step, of(step).mayHaveHadEffect());
    };
  }
}
