package dev.orderpipeline.simulation.gateways;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the endpoints share. Used on one event loop only.
record Workshop(
    Vertx vertx,
    GatewayOptions options,
    GatewayBooks books,
    GroupWriter writer,
    FaultSwitch faults,
    FaultDice dice,
    SilentResponses silent,
    CallCounters calls) {

  FaultSettings settings() {
    return faults.get();
  }

  Latency baseLatency() {
    return options.latency();
  }

  Duration lateness() {
    return options.lateness();
  }

  Instant now() {
    return options.clock().instant();
  }

  boolean accepts(@Nullable String authorization) {
    return options.token().isEmpty()
        || (authorization != null && sameText("Bearer " + options.token().get(), authorization));
  }

  /// Runs the action at once if there is nothing to wait for, and to the millisecond otherwise.
  void after(Duration delay, Runnable action) {
    long millis = Math.round(delay.toNanos() / 1e6);
    if (millis == 0) {
      action.run();
    } else {
      vertx.setTimer(millis, _ -> action.run());
    }
  }

  private static boolean sameText(String expected, String actual) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }
}
