package dev.orderpipeline.simulation;

import java.util.HashMap;
import java.util.Map;

/// The settings of a broker with a small footprint, in Kafka's own names.
final class BrokerConfig {

  static final String HOST = "127.0.0.1";
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "CLIENT";

  /// As many copies as production has, where there are as many nodes.
  private static final int MOST_REPLICAS = 3;

  private BrokerConfig() {}

  static Map<String, String> of(BrokerNode node) {
    var config = new HashMap<String, String>();
    config.putAll(identity(node));
    config.putAll(replicas(node.size()));
    config.putAll(fewThreadsAndBuffers());
    config.putAll(behaviour());
    if (node.size() > 1) {
      config.putAll(quickFailover());
    }
    return Map.copyOf(config);
  }

  private static Map<String, String> identity(BrokerNode node) {
    String client = CLIENT_LISTENER + "://" + HOST + ":" + node.port();
    String controller = CONTROLLER_LISTENER + "://" + HOST + ":" + node.controllerPort();
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        String.valueOf(node.id()),
        "log.dirs",
        node.dir().toString(),
        "listeners",
        client + "," + controller,
        "advertised.listeners",
        client,
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
        "inter.broker.listener.name",
        CLIENT_LISTENER,
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "controller.quorum.voters",
        node.voters());
  }

  private static Map<String, String> replicas(int nodes) {
    int replicas = Math.min(nodes, MOST_REPLICAS);
    String copies = String.valueOf(replicas);
    String inSync = String.valueOf(Math.max(1, replicas - 1));
    var config = new HashMap<String, String>();
    config.put("default.replication.factor", copies);
    config.put("min.insync.replicas", inSync);
    config.put("offsets.topic.replication.factor", copies);
    config.put("offsets.topic.num.partitions", "4");
    config.put("transaction.state.log.replication.factor", copies);
    config.put("transaction.state.log.min.isr", inSync);
    config.put("transaction.state.log.num.partitions", "4");
    config.put("share.coordinator.state.topic.replication.factor", copies);
    config.put("share.coordinator.state.topic.min.isr", inSync);
    config.put("share.coordinator.state.topic.num.partitions", "1");
    return config;
  }

  /// A killed node is replaced within seconds, on one machine; the defaults are made for networks.
  private static Map<String, String> quickFailover() {
    return Map.of(
        "broker.session.timeout.ms", "2000",
        "broker.heartbeat.interval.ms", "300",
        "controller.quorum.election.timeout.ms", "500",
        "controller.quorum.fetch.timeout.ms", "1000");
  }

  private static Map<String, String> fewThreadsAndBuffers() {
    return Map.of(
        "num.network.threads", "1",
        "num.io.threads", "2",
        "background.threads", "2",
        "num.recovery.threads.per.data.dir", "1",
        "log.cleaner.threads", "1",
        "log.cleaner.dedupe.buffer.size", "2097152");
  }

  private static Map<String, String> behaviour() {
    return Map.of(
        // A mistyped topic must be an error, not a topic.
        "auto.create.topics.enable", "false",
        // A group of one needs no wait for more members.
        "group.initial.rebalance.delay.ms", "0",
        // Short transactions follow each other closely; the default of 20 ms would dominate them.
        "add.partitions.to.txn.retry.backoff.ms", "2",
        // How often timed-out transactions are looked for. Until one is aborted, whoever takes over
        // from a dead process waits; the default of 10 s would double that.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }
}
