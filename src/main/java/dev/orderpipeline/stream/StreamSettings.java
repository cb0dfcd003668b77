package dev.orderpipeline.stream;

import dev.orderpipeline.stream.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the stream part is told.
///
/// @param pipelineId the Streams application id
/// @param client settings passed to every Kafka client, `bootstrap.servers` among them
/// @param instanceId this instance's seat in the group (static membership)
/// @param threads stream threads, at least 1
/// @param commitInterval longest time that a decision waits to become visible and its call to leave
/// @param standbys copies of each task's state kept on other instances
/// @param memory how long finished orders are remembered
/// @param sessionTimeout after which the partitions of a silent instance go to others
public record StreamSettings(
    String pipelineId,
    TopicNames topics,
    Map<String, Object> client,
    Path stateDir,
    String instanceId,
    int threads,
    Duration commitInterval,
    int standbys,
    Duration memory,
    Duration sessionTimeout) {

  /// How long a member of the group may be silent before its partitions move. Kafka's own default
  /// is 45 s, which is how long the partitions of a dead instance would wait.
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  public StreamSettings {
    client = Map.copyOf(client);
  }

  private static final String APPLICATION_SERVER = "application.server";

  /// Where other instances reach this one; empty if they cannot.
  public Optional<String> address() {
    return Optional.ofNullable(client.get(APPLICATION_SERVER)).map(Object::toString);
  }

  /// The same, with the address under which other instances ask this one about its orders.
  public StreamSettings reachableAt(String hostAndPort) {
    Map<String, Object> all = new HashMap<>(client);
    all.put(APPLICATION_SERVER, hostAndPort);
    return new StreamSettings(
        pipelineId,
        topics,
        all,
        stateDir,
        instanceId,
        threads,
        commitInterval,
        standbys,
        memory,
        sessionTimeout);
  }
}
