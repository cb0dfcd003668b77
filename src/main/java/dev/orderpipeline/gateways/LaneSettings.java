package dev.orderpipeline.gateways;

/// One lane to a gateway.
///
/// @param connections the most HTTP/1.1 connections, 1 … 10,000. Calls that the gate has let in
///   beyond these wait for one, and that wait counts as part of the call. HTTP/2 opens as many
///   connections as its streams need.
public record LaneSettings(int connections, GateSettings gate) {

  public static final LaneSettings FORWARD = new LaneSettings(512, GateSettings.FORWARD);
  public static final LaneSettings COMPENSATION = new LaneSettings(32, GateSettings.COMPENSATION);

  public LaneSettings {
    Require.range("connections", connections, 1, 10_000);
  }
}
