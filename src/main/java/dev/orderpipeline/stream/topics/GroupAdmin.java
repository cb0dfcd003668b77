package dev.orderpipeline.stream.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// What a recovery asks of a pipeline's group, and what it changes for it while nobody is in it.
/// Blocks its caller, each question for at most the time given.
public final class GroupAdmin implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final Admin admin;
  private final ClusterView cluster;
  private final String group;
  private final Duration limit;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  public GroupAdmin(Map<String, ?> client, String group, Duration limit) {
    var config = new HashMap<String, Object>(client);
    int millis = Math.toIntExact(limit.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    this.admin = Admin.create(config);
    this.cluster = new ClusterView(admin, limit);
    this.group = group;
    this.limit = limit;
  }

  /// Who is in the group: instances and threads that run, or have been gone for less than the
  /// session time-out.
  public List<String> members() {
    return asked(() ->
        cluster.members(group).stream()
            .map(member -> member.groupInstanceId().orElse(member.consumerId()))
            .sorted()
            .toList());
  }

  /// By partition, the first offset of the topic that the group has not committed.
  public Map<Integer, Long> consumed(String topic) {
    return asked(() -> cluster.consumed(group, topic));
  }

  /// By partition, the end of the topic.
  public Map<Integer, Long> ends(String topic) {
    return asked(() -> cluster.ends(topic));
  }

  /// Lets the group begin at these offsets. Only while nobody is in it.
  public void consume(String topic, Map<Integer, Long> offsets) {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    offsets.forEach((partition, offset) ->
        all.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
    asked(() -> cluster.get(admin.alterConsumerGroupOffsets(group, all).all()));
  }

  /// Whether transactions are open on any of the topics, behind which nothing can be read yet.
  public boolean inTransaction(Collection<String> topics) {
    return asked(() -> {
      for (String topic : topics) {
        if (!stableEnds(topic).equals(cluster.ends(topic))) {
          return true;
        }
      }
      return false;
    });
  }

  private Map<Integer, Long> stableEnds(String topic) throws ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    int partitions = cluster.partitions(List.of(topic)).getOrDefault(topic, 0);
    for (int partition = 0; partition < partitions; partition++) {
      wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    var committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
    Map<Integer, Long> ends = new TreeMap<>();
    cluster
        .get(admin.listOffsets(wanted, committed).all())
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  /// Deletes those of the topics that exist, and waits until they are gone.
  public void delete(Collection<String> topics) {
    asked(() -> {
      var there = cluster.partitions(topics).keySet();
      cluster.get(admin.deleteTopics(there).all());
      for (long waited = 0; waited < limit.toMillis(); waited += POLL.toMillis()) {
        if (cluster.partitions(there).isEmpty()) {
          break;
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
      return there;
    });
  }

  private interface Question<T> {
    T ask() throws ExecutionException, TimeoutException;
  }

  private <T> T asked(Question<T> question) {
    try {
      return question.ask();
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "Kafka did not do what was asked for the group %s: %s".formatted(group, cause), e);
    }
  }

  @Override
  public void close() {
    admin.close(limit);
  }
}
