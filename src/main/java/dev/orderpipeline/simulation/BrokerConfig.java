package dev.orderpipeline.simulation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The settings of a one-node broker with a small footprint, in Kafka's own names.
final class BrokerConfig {

  static final String HOST = "127.0.0.1";
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";
  private static final String CLIENT_LISTENER = "CLIENT";

  private BrokerConfig() {}

  static Map<String, String> of(Path dir, FreePorts ports) {
    var config = new HashMap<String, String>();
    config.putAll(node(dir, ports));
    config.putAll(oneReplica());
    config.putAll(fewThreadsAndBuffers());
    config.putAll(behaviour());
    return Map.copyOf(config);
  }

  private static Map<String, String> node(Path dir, FreePorts ports) {
    String client = CLIENT_LISTENER + "://" + HOST + ":" + ports.broker();
    String controller = CONTROLLER_LISTENER + "://" + HOST + ":" + ports.controller();
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        String.valueOf(NODE_ID),
        "log.dirs",
        dir.toString(),
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
        NODE_ID + "@" + HOST + ":" + ports.controller());
  }

  private static Map<String, String> oneReplica() {
    return Map.of(
        "default.replication.factor", "1",
        "min.insync.replicas", "1",
        "offsets.topic.replication.factor", "1",
        "offsets.topic.num.partitions", "4",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", "4",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "share.coordinator.state.topic.num.partitions", "1");
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
        "add.partitions.to.txn.retry.backoff.ms", "2");
  }
}
