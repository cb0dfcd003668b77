package dev.orderpipeline.stream.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What the cluster says about itself and about topics. Blocks its caller, each question for at
/// most the time given.
final class ClusterView {

  private static final String TRANSACTION_VERSION = "transaction.version";

  private final Admin admin;
  private final Duration limit;

  ClusterView(Admin admin, Duration limit) {
    this.admin = admin;
    this.limit = limit;
  }

  int brokers() throws ExecutionException, TimeoutException {
    return get(admin.describeCluster().nodes()).size();
  }

  /// The finalized level of the feature, 0 if the cluster does not know it.
  int transactionVersion() throws ExecutionException, TimeoutException {
    var finalized = get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
    var range = finalized.get(TRANSACTION_VERSION);
    return range == null ? 0 : range.maxVersionLevel();
  }

  /// Partition counts of those topics that exist, by name.
  Map<String, Integer> partitions(Collection<String> topics)
      throws ExecutionException, TimeoutException {
    var counts = new TreeMap<String, Integer>();
    for (var answer : admin.describeTopics(topics).topicNameValues().entrySet()) {
      Optional<TopicDescription> topic = ifKnown(answer.getValue());
      topic.ifPresent(t -> counts.put(answer.getKey(), t.partitions().size()));
    }
    return counts;
  }

  /// Ids of those topics that exist, by name. A topic that is made anew has another.
  Map<String, String> ids(Collection<String> topics) throws ExecutionException, TimeoutException {
    var ids = new TreeMap<String, String>();
    for (var answer : admin.describeTopics(topics).topicNameValues().entrySet()) {
      Optional<TopicDescription> topic = ifKnown(answer.getValue());
      topic.ifPresent(t -> ids.put(answer.getKey(), t.topicId().toString()));
    }
    return ids;
  }

  /// `message.timestamp.type` of those topics that exist, by name.
  Map<String, String> timestampTypes(Collection<String> topics)
      throws ExecutionException, TimeoutException {
    var types = new TreeMap<String, String>();
    var resources = topics.stream().map(ClusterView::resource).toList();
    for (var answer : admin.describeConfigs(resources).values().entrySet()) {
      Optional<Config> config = ifKnown(answer.getValue());
      config.ifPresent(
          c -> types.put(answer.getKey().name(), c.get(TopicPlan.TIMESTAMP_TYPE).value()));
    }
    return types;
  }

  /// By partition, the first offset of the topic that the group has not committed.
  Map<Integer, Long> consumed(String group, String topic)
      throws ExecutionException, TimeoutException {
    var offsets = new TreeMap<Integer, Long>();
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, offset) -> {
          if (partition.topic().equals(topic) && offset != null) {
            offsets.put(partition.partition(), offset.offset());
          }
        });
    return offsets;
  }

  /// By partition, the offset that the topic's next record will have.
  Map<Integer, Long> ends(String topic) throws ExecutionException, TimeoutException {
    var wanted = new HashMap<TopicPartition, OffsetSpec>();
    int partitions = partitions(List.of(topic)).getOrDefault(topic, 0);
    for (int partition = 0; partition < partitions; partition++) {
      wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    var ends = new TreeMap<Integer, Long>();
    get(admin.listOffsets(wanted).all())
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    return ends;
  }

  /// By partition of the topic, the `group.instance.id` of the member that reads it. Without
  /// members that have none, and without partitions that nobody reads.
  Map<Integer, String> readers(String group, String topic)
      throws ExecutionException, TimeoutException {
    var readers = new TreeMap<Integer, String>();
    for (MemberDescription member : members(group)) {
      for (TopicPartition partition : member.assignment().topicPartitions()) {
        if (partition.topic().equals(topic)) {
          member.groupInstanceId().ifPresent(id -> readers.put(partition.partition(), id));
        }
      }
    }
    return readers;
  }

  /// Who is in a group. Nobody, if the cluster does not know the group.
  Collection<MemberDescription> members(String group) throws ExecutionException, TimeoutException {
    try {
      return get(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
          .flatMap(found -> found.members().stream())
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }

  static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  /// Empty if the topic asked about does not exist.
  private <T> Optional<T> ifKnown(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException {
    try {
      return Optional.of(get(future));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Kafka", e);
    }
  }
}
