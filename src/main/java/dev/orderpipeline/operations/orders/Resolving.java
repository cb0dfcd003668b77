package dev.orderpipeline.operations.orders;

import dev.orderpipeline.codec.CommandWriter;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.OrderState;
import dev.orderpipeline.domain.SourcePosition;
import dev.orderpipeline.domain.Step;
import java.time.Duration;
import java.util.Optional;

/// Moves a suspended order on, by what a person has found out or seen to.
///
/// @param patience for the pipeline to deal with it
public record Resolving(OrderDesk desk, Duration patience) {

  /// What is known of the step.
  ///
  /// @param done whether it has taken effect
  /// @param reference the gateway's id of the effect
  public record Finding(Step step, boolean done, String evidence, Optional<String> reference) {}

  /// Looks, asks, waits and tells.
  ///
  /// @param dryRun only look, and say what would be asked
  public Told resolve(String orderId, Finding finding, String by, boolean dryRun) {
    Optional<Order> found = desk.find(orderId);
    if (found.isEmpty()) {
      return Told.nobody(orderId);
    }
    Order order = found.get();
    Optional<String> refusal = refusal(order, finding);
    if (refusal.isPresent()) {
      return Told.no(order, refusal.get());
    }
    if (dryRun) {
      return Told.yes(order, would(order, finding));
    }
    SourcePosition command =
        desk.send(
            order,
            CommandWriter.resolve(
                by, finding.step(), finding.done(), finding.reference(), finding.evidence()));
    if (!desk.awaitDealtWith(command, patience)) {
      return Told.no(
          order,
          "the command lies at %s, and no pipeline has dealt with it within %s; is one running?"
              .formatted(command, patience));
    }
    int before = order.version();
    Order after = desk.await(order, now -> now.version() > before, patience);
    if (after.version() > before) {
      return Told.yes(
          after,
          "order %s is %s (%s)%s"
              .formatted(orderId, after.state().name(), after.cause(), Cancelling.waits(after)));
    }
    return Told.no(
        after,
        desk.deadLetter(order, command)
            .map(why -> "refused: " + why)
            .orElse("the order did not take it: another command was faster"));
  }

  /// Why it cannot be, if it cannot.
  public static Optional<String> refusal(Order order, Finding finding) {
    if (order.suspended().isEmpty()) {
      return Optional.of(
          "order %s is %s and not suspended, there is nothing to resolve"
              .formatted(order.orderId(), order.state().name()));
    }
    String step = order.state().current().map(run -> run.step().label()).orElse("nothing");
    if (!finding.step().label().equals(step)) {
      return Optional.of(
          "order %s is suspended in %s, not in %s; name that step"
              .formatted(order.orderId(), step, finding.step().label()));
    }
    if (!finding.done() && order.state() instanceof OrderState.Compensating) {
      return Optional.of(
          "%s is what undoes the order, so only its being done settles it: see to it at the gateway, or redrive it"
              .formatted(step));
    }
    return Optional.empty();
  }

  static String would(Order order, Finding finding) {
    return "order %s, suspended: %s: %s would count as %s, and the order goes on"
        .formatted(
            order.orderId(),
            order.suspended().orElseThrow().reason(),
            finding.step().label(),
            finding.done() ? "done" : "not done and never to be done");
  }
}
