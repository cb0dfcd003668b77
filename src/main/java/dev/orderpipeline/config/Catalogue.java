package dev.orderpipeline.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every key there is, in the order of the reference page.
final class Catalogue {

  /// What has this prefix goes to the Kafka clients, known here or not.
  static final String KAFKA_PREFIX = "kafka.";

  private static final Map<String, Setting> BY_KEY = new LinkedHashMap<>();

  static {
    Stream.of(general(), topics(), orders(), retries(), rules(), brake(), http())
        .flatMap(List::stream)
        .forEach(s -> BY_KEY.put(s.key(), s));
    for (String gateway : List.of("payments", "inventory")) {
      gateway("gateways." + gateway, gateway).forEach(s -> BY_KEY.put(s.key(), s));
    }
  }

  private Catalogue() {}

  static Collection<Setting> all() {
    return List.copyOf(BY_KEY.values());
  }

  static Optional<Setting> find(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  private static List<Setting> general() {
    return List.of(
        Setting.of(
            "pipeline-id",
            "order-pipeline",
            "Names this pipeline: the Kafka Streams `application.id`, and part of every idempotency"
                + " key. Changing it makes every call a new call."),
        Setting.of(
            "kafka.bootstrap.servers",
            "localhost:9092",
            "Where Kafka is, `host:port` separated by commas. Any other `kafka.*` key is passed to"
                + " the Kafka clients without its prefix."),
        Setting.of("state-dir", "data/state", "Directory for local state."),
        Setting.of(
            "instance-id",
            "",
            "Seat of this process in the group (static membership), unique among its instances."
                + " When not set, one is made once and kept in the state directory."),
        Setting.of(
            "threads", "auto", "Stream threads, 1 to 256; `auto` for one for two processors."),
        Setting.of(
            "commit-interval",
            "20ms",
            "Longest time between commits of a thread that always has work, 1ms to 30s; one that has"
                + " none commits sooner."),
        Setting.of(
            "standby-replicas", "0", "Warm copies of local state on other instances, 0 to 10."));
  }

  private static List<Setting> topics() {
    return List.of(
        Setting.of("topic.prefix", "orders.", "What every topic's name starts with."),
        Setting.of(
            "topic.partitions",
            "12",
            "Partitions of the input topics, 1 to 10000: the most threads that can share the work."
                + " Cannot be changed while orders are in the topics. Outcomes and dead letters are"
                + " made with as many."),
        Setting.of(
            "topic.state-partitions",
            "auto",
            "Partitions of new topics of states on the way (validating, charging, reserving,"
                + " compensating), 1 to 10000; `auto` for one for each broker, up to 3 and to"
                + " `topic.partitions`. Every commit waits for each that it wrote to. Cannot be changed"
                + " while orders are in the topics."),
        Setting.of(
            "topic.replication",
            "auto",
            "Replication factor of new topics, 1 to 32; `auto` for the smaller of 3 and the number"
                + " of brokers."));
  }

  private static List<Setting> orders() {
    return List.of(
        Setting.of(
            "order-deadline",
            "15m",
            "Time from admission by which an order has its outcome or is being undone, 1s to 7d."),
        Setting.of(
            "key-retention",
            "24h",
            "How long the gateways remember an idempotency key, 1m to 365d. No request is sent"
                + " again after that."),
        Setting.of(
            "key-retention-margin",
            "1h",
            "Taken off `key-retention` for clocks that differ; less than it."),
        Setting.of(
            "finished-retention",
            "72h",
            "How long finished orders are remembered, 1m to 365d. An unknown order older than that"
                + " is never charged."),
        Setting.of(
            "active-limit",
            "10000",
            "Orders one process works on at a time, 1 to 10000000; the rest waits in its topic."));
  }

  private static List<Setting> retries() {
    return List.of(
        Setting.of("retry.forward.base", "200ms", "First wait before charging or reserving again."),
        Setting.of("retry.forward.cap", "30s", "Longest wait before charging or reserving again."),
        Setting.of("retry.forward.attempts", "8", "Attempts at charging or reserving, 1 to 1000."),
        Setting.of("retry.compensation.base", "1s", "First wait before undoing again."),
        Setting.of("retry.compensation.cap", "60s", "Longest wait before undoing again."),
        Setting.of(
            "retry.compensation.attempts",
            "3",
            "Answered attempts at undoing, 1 to 1000; then the order is suspended for a person."));
  }

  private static List<Setting> rules() {
    return List.of(
        Setting.of(
            "rules.allowed-currencies",
            "all",
            "ISO 4217 codes separated by commas, `all` for every one."),
        Setting.of(
            "rules.max-amount",
            "1000000000000",
            "Largest amount of an order, in minor units, 1 to 10^12."),
        Setting.of(
            "rules.max-units",
            "500000000",
            "Most units in an order, over all its items, 1 to 5 x 10^8."));
  }

  private static List<Setting> brake() {
    return List.of(
        Setting.of(
            "brake.window",
            "1m",
            "Within which a process counts dead letters and failures of processing, 1s to 1d. Too"
                + " many of them, and it closes the intake of all instances until `release`."),
        Setting.of(
            "brake.dead-letters",
            "10000",
            "Dead letters that are too many, whatever else is processed, 1 to 10^9. Bad input from"
                + " some producers is everyday: not less than a few percent of the load."),
        Setting.of(
            "brake.rate", "50", "Percent of the input that is too many dead letters, 1 to 100 …"),
        Setting.of("brake.minimum", "200", "… once there are so many of them, 1 to 10^9."),
        Setting.of(
            "brake.processing-failures",
            "10",
            "Errors that no code foresaw that are too many, 1 to 1000. Three times as many end the"
                + " process."));
  }

  private static List<Setting> http() {
    return List.of(
        Setting.of(
            "http.host",
            "127.0.0.1",
            "Address the HTTP server listens on. Any other than a loopback address needs an admin"
                + " token."),
        Setting.of(
            "http.port",
            "8080",
            "Port of the HTTP server, 0 to 65535; 0 for a free one. Instances on one machine need"
                + " different ones."),
        Setting.of(
            "http.advertised-host",
            "",
            "Name or address under which other instances reach this one. When not set, `http.host`,"
                + " or this machine's own address if that is a wildcard."),
        Setting.secret(
            "http.admin-token",
            "Bearer token that operations over HTTP ask for, at least 16 characters. When not set,"
                + " they are refused. All instances have the same."),
        Setting.of(
            "http.admin-token-file",
            "",
            "File to read the admin token from, in place of the above."),
        Setting.secret(
            "http.read-token",
            "Bearer token that reading asks for. When not set, anybody may read who can connect."),
        Setting.secret(
            "http.place-token",
            "Bearer token that placing orders asks for. When not set, anybody may who can connect."),
        Setting.of("http.rate", "10000", "Orders taken a second, 1 to 1000000; more get 429."),
        Setting.of("http.burst", "15000", "Orders taken at once after a quiet time, 1 to 1000000."),
        Setting.of("http.connections", "4096", "Most connections of clients, 1 to 100000."),
        Setting.of(
            "http.waiting",
            "10000",
            "Most requests held until their order gets somewhere, 1 to 1000000."),
        Setting.of(
            "http.metrics", "true", "`false` to measure nothing; `/metrics` is then not there."),
        Setting.of(
            "http.tls.certificate",
            "",
            "PEM file with the server's certificate chain, for TLS; it is for the host that other"
                + " instances are told (`http.advertised-host`)."),
        Setting.of("http.tls.key", "", "PEM file with its private key (PKCS 8)."),
        Setting.of(
            "http.tls.trusted",
            "",
            "PEM file with the certificates that other instances' are checked by. When not set,"
                + " the server's own."));
  }

  private static List<Setting> gateway(String prefix, String name) {
    return Stream.of(
            List.of(
                Setting.of(
                    prefix + ".url",
                    "http://localhost:8090",
                    "Base of the " + name + " gateway; `/v2/…` is added to it."),
                Setting.secret(prefix + ".token", "Bearer token sent to the " + name + " gateway."),
                Setting.of(
                    prefix + ".response-timeout",
                    "5s",
                    "Longest wait for an answer, 1ms to 10m. After it the outcome is unknown."),
                Setting.of(
                    prefix + ".connect-timeout", "1s", "Longest wait for a connection, 1ms to 1m."),
                Setting.of(prefix + ".http2", "false", "`true` to speak HTTP/2."),
                Setting.of(prefix + ".connections", "512", "Most connections, 1 to 65535.")),
            lane(prefix + ".forward", "1000"),
            lane(prefix + ".compensation", "64"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Setting> lane(String prefix, String concurrency) {
    String breaker = prefix + ".breaker.";
    return List.of(
        Setting.of(prefix + ".concurrency", concurrency, "Most calls in flight, 1 to 100000."),
        Setting.of(breaker + "window", "100", "Last calls the breaker judges by, 1 to 100000."),
        Setting.of(
            breaker + "minimum-calls", "20", "Calls before it judges at all, 1 to the window."),
        Setting.of(breaker + "failure-rate", "50", "Percent of failures that opens it, 1 to 100."),
        Setting.of(breaker + "slow-call", "4s", "What counts as slow, 1ms to 10m."),
        Setting.of(breaker + "slow-rate", "80", "Percent of slow calls that opens it, 1 to 100."),
        Setting.of(breaker + "open-for", "5s", "Time it stays open, 1ms to 1h."),
        Setting.of(breaker + "probes", "10", "Calls let through to try the gateway, 1 to 10000."),
        Setting.of(
            breaker + "ramp-start",
            "10",
            "Calls in flight allowed when it closes again, 1 to 100000; doubles from there."),
        Setting.of(breaker + "ramp-every", "500ms", "Time between doublings, 1ms to 1h."));
  }
}
