package dev.orderpipeline;

import dev.orderpipeline.config.Settings;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.RetryPolicy;
import dev.orderpipeline.gateways.BreakerSettings;
import dev.orderpipeline.gateways.GateSettings;
import dev.orderpipeline.gateways.GatewaySettings;
import dev.orderpipeline.gateways.LaneSettings;
import dev.orderpipeline.gateways.OutboundSettings;
import dev.orderpipeline.gateways.Secret;
import dev.orderpipeline.protocol.BrakeLimits;
import dev.orderpipeline.steps.Rules;
import dev.orderpipeline.stream.StreamSettings;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Duration;
import java.util.Currency;
import java.util.Optional;
import java.util.stream.Collectors;

/// From what people set to what the parts are told.
final class SettingsMapping {

  private static final int MAX_QUERIES = 3;
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);

  private SettingsMapping() {}

  static PipelineSettings of(Settings settings, String instanceId) {
    return new PipelineSettings(
        stream(settings, instanceId),
        new OutboundSettings(gateway(settings.payments()), gateway(settings.inventory())),
        policy(settings),
        rules(settings),
        settings.orders().activeLimit(),
        brake(settings));
  }

  private static StreamSettings stream(Settings settings, String instanceId) {
    return new StreamSettings(
        settings.pipelineId(),
        new TopicNames(settings.topics().prefix()),
        settings.kafka().clientProperties(),
        settings.process().stateDir(),
        instanceId,
        settings.process().threads(),
        settings.process().commitInterval(),
        settings.process().standbyReplicas(),
        settings.orders().finishedRetention(),
        StreamSettings.SESSION_TIMEOUT);
  }

  private static BrakeLimits brake(Settings settings) {
    var brake = settings.brake();
    return new BrakeLimits(
        brake.window(),
        brake.deadLetters(),
        brake.rate(),
        brake.minimum(),
        brake.processingFailures());
  }

  private static GatewaySettings gateway(dev.orderpipeline.config.GatewaySettings gateway) {
    return new GatewaySettings(
        gateway.url(),
        gateway.token().map(token -> new Secret(token.reveal())),
        Optional.empty(),
        gateway.http2(),
        gateway.connectTimeout(),
        gateway.responseTimeout(),
        MAX_BODY_BYTES,
        MAX_RETRY_AFTER,
        new LaneSettings(gateway.connections(), gate(gateway.forward())),
        new LaneSettings(
            Math.min(gateway.connections(), LaneSettings.COMPENSATION.connections()),
            gate(gateway.compensation())));
  }

  private static GateSettings gate(dev.orderpipeline.config.LaneSettings lane) {
    var breaker = lane.breaker();
    return new GateSettings(
        lane.concurrency(),
        breaker.rampStart(),
        breaker.rampEvery(),
        new BreakerSettings(
            breaker.window(),
            breaker.minimumCalls(),
            breaker.failureRate(),
            breaker.slowCall(),
            breaker.slowRate(),
            breaker.openFor(),
            breaker.probes()));
  }

  private static MachinePolicy policy(Settings settings) {
    var orders = settings.orders();
    if (longestCall(settings).compareTo(orders.keyRetentionMargin()) >= 0) {
      // A call may leave as late as this after it was decided on, and must find its key remembered.
      throw new IllegalArgumentException(
          "key-retention-margin must be longer than the longest call can take, %s, was %s"
              .formatted(longestCall(settings), orders.keyRetentionMargin()));
    }
    return new MachinePolicy(
        retry(settings.forward()),
        retry(settings.compensation()),
        orders.deadline(),
        orders.keyRetention(),
        orders.keyRetentionMargin(),
        MAX_QUERIES,
        longestCall(settings));
  }

  /// Longer than any call can take: connecting, answering, and as much again for a stalled process.
  private static Duration longestCall(Settings settings) {
    Duration payments =
        settings.payments().connectTimeout().plus(settings.payments().responseTimeout());
    Duration inventory =
        settings.inventory().connectTimeout().plus(settings.inventory().responseTimeout());
    Duration longest = payments.compareTo(inventory) > 0 ? payments : inventory;
    return longest.multipliedBy(2).plusSeconds(5);
  }

  private static RetryPolicy retry(dev.orderpipeline.config.RetrySettings retry) {
    return new RetryPolicy(retry.base(), retry.cap(), retry.attempts());
  }

  private static Rules rules(Settings settings) {
    var rules = settings.rules();
    return new Rules(
        rules.allowedCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet()),
        rules.maxAmount(),
        rules.maxUnits());
  }
}
