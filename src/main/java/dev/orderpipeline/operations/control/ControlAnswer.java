package dev.orderpipeline.operations.control;

import dev.orderpipeline.operations.Act;

/// What became of an order.
///
/// @param message for people: what is done, and what that means; or why not, and what to do
public record ControlAnswer(Outcome outcome, String message) {

  public enum Outcome {
    DONE,
    WOULD_BE_DONE,
    NOTHING_TO_DO,
    REFUSED
  }

  static ControlAnswer nothing(String message) {
    return new ControlAnswer(Outcome.NOTHING_TO_DO, message);
  }

  static ControlAnswer refused(String message) {
    return new ControlAnswer(Outcome.REFUSED, message);
  }

  static ControlAnswer done(Act order, String message) {
    return new ControlAnswer(order.dryRun() ? Outcome.WOULD_BE_DONE : Outcome.DONE, message);
  }
}
