package dev.orderpipeline.simulation.gateways;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The ways a call can go wrong, in the order in which they are tried: the first that is drawn
/// happens.
public enum Fault {
  /// The connection is closed as soon as a request arrives on it. No effect.
  OUTAGE("outage"),
  /// The request's connection (HTTP/1.1) or stream (HTTP/2) is reset. No effect.
  RESET("reset"),
  /// No answer. No effect.
  HANG("hang"),
  /// 401, as after a rotated secret. No effect.
  UNAUTHORIZED("unauthorized"),
  /// 429 with `Retry-After`. No effect.
  THROTTLE("throttle"),
  /// 503 with `Retry-After`. No effect.
  UNAVAILABLE("unavailable"),
  /// 500. No effect.
  ERROR("error"),
  /// The request is taken up only after the configured lateness, as if the network had kept it; the
  /// client has given up by then.
  LATE("late"),
  /// The effect is had; then 500.
  ERROR_AFTER_SUCCESS("error-after-success"),
  /// The effect is had; then the connection or stream is reset.
  RESET_AFTER_SUCCESS("reset-after-success"),
  /// The effect is had; then no answer.
  TIMEOUT_AFTER_SUCCESS("timeout-after-success"),
  /// The effect is had; then 200 with a body that makes no sense.
  GARBAGE("garbage");

  private final String label;

  Fault(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  static Optional<Fault> labelled(String label) {
    return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
  }
}
