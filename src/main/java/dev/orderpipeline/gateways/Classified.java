package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Answer;

/// What the end of a request means: to the order, and to the breaker.
public record Classified(Answer answer, BreakerSignal signal) {

  static Classified success(Answer answer) {
    return new Classified(answer, BreakerSignal.SUCCESS);
  }

  static Classified failure(Answer answer) {
    return new Classified(answer, BreakerSignal.FAILURE);
  }

  static Classified neither(Answer answer) {
    return new Classified(answer, BreakerSignal.NEITHER);
  }
}
