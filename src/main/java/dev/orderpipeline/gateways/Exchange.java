package dev.orderpipeline.gateways;

import java.util.Optional;

/// What happened to one request on the wire, before anyone asks what it means. Failures are sorted
/// by the one thing that matters later: whether the gateway may have seen the request.
public sealed interface Exchange {

  /// The gateway, or something before it, answered.
  ///
  /// @param status HTTP status, 100 … 999
  /// @param contentType the header as received
  /// @param retryAfter the header as received
  /// @param body empty if there was none or it was not complete
  /// @param complete false if the body was longer than we are willing to read
  record Replied(
      int status,
      Optional<String> contentType,
      Optional<String> retryAfter,
      byte[] body,
      boolean complete)
      implements Exchange {}

  /// No connection was had, so no byte of the request left. Certain, or it is a [NoReply].
  record NotSent(String code) implements Exchange {}

  /// The request was handed to a connection, and no complete reply came back.
  record NoReply(String code) implements Exchange {}
}
