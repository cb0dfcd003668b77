package dev.orderpipeline.stream;

import dev.orderpipeline.stream.topics.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

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

  public StreamSettings {
    client = Map.copyOf(client);
  }
}
