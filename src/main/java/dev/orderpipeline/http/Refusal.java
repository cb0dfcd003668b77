package dev.orderpipeline.http;

import java.io.Serial;

/// Ends the handling of a request with a problem. No bug, so without a stack trace.
final class Refusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final transient Problem problem;

  Refusal(Problem problem) {
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
