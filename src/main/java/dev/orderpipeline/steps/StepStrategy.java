package dev.orderpipeline.steps;

import dev.orderpipeline.domain.Answer;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import java.util.Optional;

/// What one step says to its gateway. Stateless; thread-safe.
interface StepStrategy {

  Step step();

  /// Path of the request that has the effect.
  String path();

  /// Path of the status query, without the key; empty if the gateway offers none.
  Optional<String> queryPath();

  /// The body to send: a function of the order alone, so that every attempt sends the same bytes.
  byte[] body(Order order);

  /// Reads a 2xx body; empty if it does not answer this order's request.
  Optional<Answer.Confirmed> confirmation(Order order, byte[] body);
}
