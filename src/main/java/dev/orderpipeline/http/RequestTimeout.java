package dev.orderpipeline.http;

import dev.orderpipeline.config.DurationText;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/// The parameter `timeout`: how long whoever asks wants to wait.
final class RequestTimeout {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private RequestTimeout() {}

  /// Empty if it was not given.
  ///
  /// @throws Refusal if that is too long
  static Optional<Duration> of(RoutingContext call) {
    Optional<Duration> asked =
        Optional.ofNullable(call.request().getParam("timeout")).flatMap(DurationText::parse);
    if (asked.filter(time -> time.compareTo(LONGEST) > 0).isPresent()) {
      throw new Refusal(Problem.of(400, "invalid_parameter", "timeout may be at most 60s"));
    }
    return asked;
  }
}
