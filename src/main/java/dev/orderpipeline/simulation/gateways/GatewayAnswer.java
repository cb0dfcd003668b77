package dev.orderpipeline.simulation.gateways;

/// What a gateway answers, before any transport.
///
/// @param body JSON in UTF-8; not to be changed, since answers are shared
public record GatewayAnswer(int status, byte[] body) {

  public String contentType() {
    return status < 400 ? "application/json" : "application/problem+json";
  }
}
