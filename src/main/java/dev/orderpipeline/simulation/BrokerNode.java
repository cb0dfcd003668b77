package dev.orderpipeline.simulation;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/// One Kafka node, broker and controller in one, of a cluster on the loopback interface.
///
/// @param dir where it keeps everything
/// @param id 1 or more, unique in the cluster
/// @param port for clients and other brokers
/// @param quorum the controller port of every node by its id, this one's among them; the same on
///   all nodes
/// @param clusterId the same on all nodes; used when the directory is new
public record BrokerNode(
    Path dir, int id, int port, SortedMap<Integer, Integer> quorum, String clusterId) {

  public BrokerNode {
    quorum = new TreeMap<>(quorum);
    if (!quorum.containsKey(id)) {
      throw new IllegalArgumentException(
          "node " + id + " is not in its quorum, which has " + quorum.keySet());
    }
  }

  /// A cluster of its own.
  static BrokerNode alone(Path dir, FreePorts ports) {
    return new BrokerNode(
        dir, 1, ports.broker(), new TreeMap<>(Map.of(1, ports.controller())), newClusterId());
  }

  /// An id as Kafka wants it.
  public static String newClusterId() {
    return Uuid.randomUuid().toString();
  }

  int controllerPort() {
    return Objects.requireNonNull(quorum.get(id), "checked when it was made");
  }

  /// As in `controller.quorum.voters`.
  public String voters() {
    return quorum.entrySet().stream()
        .map(node -> node.getKey() + "@" + BrokerConfig.HOST + ":" + node.getValue())
        .collect(Collectors.joining(","));
  }

  int size() {
    return quorum.size();
  }
}
