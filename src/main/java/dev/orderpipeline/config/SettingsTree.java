package dev.orderpipeline.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Which key goes to which component of which record.
final class SettingsTree {

  private SettingsTree() {}

  static Settings read(SettingReader root) {
    return new Settings(
        root.text("pipeline-id"),
        root.group("kafka", SettingsTree::kafka),
        root.group("topic", SettingsTree::topics),
        process(root),
        orders(root),
        root.group("gateways", gateways -> gateways.group("payments", SettingsTree::gateway)),
        root.group("gateways", gateways -> gateways.group("inventory", SettingsTree::gateway)),
        root.group("retry", retry -> retry.group("forward", SettingsTree::retry)),
        root.group("retry", retry -> retry.group("compensation", SettingsTree::retry)),
        root.group("rules", SettingsTree::rules),
        root.group("brake", SettingsTree::brake),
        root.group("http", SettingsTree::http));
  }

  private static KafkaSettings kafka(SettingReader kafka) {
    String servers = "bootstrap.servers";
    return new KafkaSettings(kafka.text(servers), kafka.others(Set.of(servers)));
  }

  private static TopicSettings topics(SettingReader topic) {
    return new TopicSettings(
        topic.text("prefix"),
        topic.integer("partitions"),
        topic.integerOrAuto("state-partitions"),
        topic.integerOrAuto("replication"));
  }

  /// A stream thread makes about as much work for others, of the producer, the HTTP client and the
  /// JVM, as it does itself; and fewer threads have fewer, larger transactions.
  static int usualThreads(int processors) {
    return Math.ceilDiv(processors, 2);
  }

  private static ProcessSettings process(SettingReader root) {
    return new ProcessSettings(
        Path.of(root.text("state-dir")),
        root.optionalText("instance-id"),
        root.integerOrAuto("threads")
            .orElse(usualThreads(Runtime.getRuntime().availableProcessors())),
        root.duration("commit-interval"),
        root.integer("standby-replicas"));
  }

  private static OrderSettings orders(SettingReader root) {
    return new OrderSettings(
        root.duration("order-deadline"),
        root.duration("key-retention"),
        root.duration("key-retention-margin"),
        root.duration("finished-retention"),
        root.integer("active-limit"));
  }

  private static GatewaySettings gateway(SettingReader gateway) {
    return new GatewaySettings(
        gateway.uri("url"),
        gateway.secret("token"),
        gateway.duration("response-timeout"),
        gateway.duration("connect-timeout"),
        gateway.flag("http2"),
        gateway.integer("connections"),
        gateway.group("forward", SettingsTree::lane),
        gateway.group("compensation", SettingsTree::lane));
  }

  private static LaneSettings lane(SettingReader lane) {
    return new LaneSettings(
        lane.integer("concurrency"), lane.group("breaker", SettingsTree::breaker));
  }

  private static BreakerSettings breaker(SettingReader breaker) {
    return new BreakerSettings(
        breaker.integer("window"),
        breaker.integer("minimum-calls"),
        breaker.integer("failure-rate"),
        breaker.duration("slow-call"),
        breaker.integer("slow-rate"),
        breaker.duration("open-for"),
        breaker.integer("probes"),
        breaker.integer("ramp-start"),
        breaker.duration("ramp-every"));
  }

  private static RetrySettings retry(SettingReader retry) {
    return new RetrySettings(
        retry.duration("base"), retry.duration("cap"), retry.integer("attempts"));
  }

  private static RuleSettings rules(SettingReader rules) {
    return new RuleSettings(
        rules.currencies("allowed-currencies"),
        rules.whole("max-amount"),
        rules.whole("max-units"));
  }

  private static BrakeSettings brake(SettingReader brake) {
    return new BrakeSettings(
        brake.duration("window"),
        brake.integer("dead-letters"),
        brake.integer("rate"),
        brake.integer("minimum"),
        brake.integer("processing-failures"));
  }

  private static HttpSettings http(SettingReader http) {
    return new HttpSettings(
        http.text("host"),
        http.integer("port"),
        http.optionalText("advertised-host"),
        http.secret("admin-token"),
        http.optionalText("admin-token-file").map(Path::of),
        http.secret("read-token"),
        http.secret("place-token"),
        http.integer("rate"),
        http.integer("burst"),
        http.integer("connections"),
        http.integer("waiting"),
        http.flag("metrics"),
        http.group("tls", SettingsTree::tls));
  }

  private static Optional<TlsSettings> tls(SettingReader tls) {
    return TlsSettings.of(
        tls.optionalText("certificate"), tls.optionalText("key"), tls.optionalText("trusted"));
  }
}
