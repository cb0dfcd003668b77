package dev.orderpipeline.operations.control;

import dev.orderpipeline.codec.GateWord;
import dev.orderpipeline.codec.IntakeWord;
import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.operations.Act;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an order comes to, given what was ordered before. Pure.
final class ControlRules {

  /// An answer, and the words to be spoken for it to be true.
  record Ruling(ControlAnswer answer, Optional<IntakeWord> intake, List<GateWord> gates) {
    static Ruling of(ControlAnswer answer) {
      return new Ruling(answer, Optional.empty(), List.of());
    }
  }

  private ControlRules() {}

  static Ruling pauseIntake(ControlState state, Act order, Instant now) {
    Optional<IntakeWord> closed = state.closed();
    if (closed.isPresent()) {
      return Ruling.of(ControlAnswer.nothing("the intake is closed already: " + of(closed.get())));
    }
    return new Ruling(
        ControlAnswer.done(
            order,
            "every instance that hears of it takes in nothing more; orders on their way go on, new"
                + " ones wait in their topic, commands still come in"),
        Optional.of(
            new IntakeWord(false, IntakeWord.Kind.PAUSE, now, now, order.by(), order.why())),
        List.of());
  }

  static Ruling resumeIntake(ControlState state, Act order, Instant now) {
    Optional<IntakeWord> closed = state.closed();
    if (closed.isEmpty()) {
      return Ruling.of(
          ControlAnswer.nothing(
              "nobody has ordered the intake closed (an instance that is at its limit of active"
                  + " orders opens by itself)"));
    }
    return switch (closed.get().kind()) {
      case PAUSE -> open(closed.get(), order, now, "every instance takes orders in again");
      case BRAKE ->
          Ruling.of(
              ControlAnswer.refused(
                  "the brake keeps the intake closed: %s; once the cause is fixed, `release` lifts it"
                      .formatted(of(closed.get()))));
      case RECOVERY ->
          Ruling.of(
              ControlAnswer.refused(
                  "a recovery keeps the intake closed: %s; it opens the intake when it is done, so"
                          .formatted(of(closed.get()))
                      + " let it, or run it again"));
    };
  }

  /// Lifts the brake.
  static Ruling release(ControlState state, Act order, Instant now) {
    Optional<IntakeWord> closed = state.closed();
    if (closed.isEmpty()) {
      return Ruling.of(ControlAnswer.nothing("the brake is not on"));
    }
    if (closed.get().kind() != IntakeWord.Kind.BRAKE) {
      return Ruling.of(
          ControlAnswer.refused(
              "it is not the brake that keeps the intake closed: " + of(closed.get())));
    }
    return open(
        closed.get(), order, now, "the brake is lifted; every instance takes orders in again");
  }

  private static Ruling open(IntakeWord closed, Act order, Instant now, String message) {
    return new Ruling(
        ControlAnswer.done(order, message),
        Optional.of(
            new IntakeWord(true, closed.kind(), now, closed.since(), order.by(), order.why())),
        List.of());
  }

  static Ruling pauseGates(
      ControlState state, Gateway gateway, List<Lane> lanes, Act order, Instant now) {
    List<GateWord> words = new ArrayList<>();
    for (Lane lane : lanes) {
      if (state.pause(gateway, lane).isEmpty()) {
        words.add(new GateWord(gateway, lane, true, now, order.by(), order.why()));
      }
    }
    if (words.isEmpty()) {
      return Ruling.of(
          ControlAnswer.nothing(
              "paused already: " + of(state.pause(gateway, lanes.getFirst()).orElseThrow())));
    }
    return new Ruling(
        ControlAnswer.done(
            order,
            "no call leaves to %s any more; orders that need one park and use no attempt, but their deadline goes on, and calls in flight end as they may"
                .formatted(ids(words))),
        Optional.empty(),
        words);
  }

  static Ruling resumeGates(
      ControlState state, Gateway gateway, List<Lane> lanes, Act order, Instant now) {
    List<GateWord> words = new ArrayList<>();
    for (Lane lane : lanes) {
      if (state.pause(gateway, lane).isPresent()) {
        words.add(new GateWord(gateway, lane, false, now, order.by(), order.why()));
      }
    }
    if (words.isEmpty()) {
      return Ruling.of(
          ControlAnswer.nothing(
              "%s is not paused (a breaker that is open tries the gateway by itself)"
                  .formatted(gateway.label())));
    }
    return new Ruling(
        ControlAnswer.done(order, "calls to %s leave again, few at first".formatted(ids(words))),
        Optional.empty(),
        words);
  }

  private static String ids(List<GateWord> words) {
    return String.join(" and ", words.stream().map(GateWord::id).toList());
  }

  static String of(IntakeWord word) {
    return "%s by %s at %s: %s".formatted(word.kind(), word.by(), word.at(), word.why());
  }

  private static String of(GateWord word) {
    return "%s by %s at %s: %s".formatted(word.id(), word.by(), word.at(), word.why());
  }
}
