package dev.orderpipeline;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.gateways.OutboundSettings;
import dev.orderpipeline.protocol.BrakeLimits;
import dev.orderpipeline.steps.Rules;
import dev.orderpipeline.stream.StreamSettings;

/// What a pipeline is made of.
///
/// @param activeLimit most orders on their way at a time in this process, suspended ones not
///   counted
public record PipelineSettings(
    StreamSettings stream,
    OutboundSettings gateways,
    MachinePolicy policy,
    Rules rules,
    int activeLimit,
    BrakeLimits brake) {

  /// With the usual limits of the brake.
  public PipelineSettings(
      StreamSettings stream,
      OutboundSettings gateways,
      MachinePolicy policy,
      Rules rules,
      int activeLimit) {
    this(stream, gateways, policy, rules, activeLimit, BrakeLimits.DEFAULTS);
  }

  /// What people have set, for this instance.
  public static PipelineSettings of(Settings settings, String instanceId) {
    return SettingsMapping.of(settings, instanceId);
  }

  /// The same, with the address under which other instances reach this one.
  PipelineSettings reachableAt(String hostAndPort) {
    return new PipelineSettings(
        stream.reachableAt(hostAndPort), gateways, policy, rules, activeLimit, brake);
  }
}
