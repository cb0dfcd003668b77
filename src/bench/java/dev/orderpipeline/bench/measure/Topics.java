package dev.orderpipeline.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/// The bench's questions to the cluster. Thread-safe.
public final class Topics implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Admin admin;

  public Topics(String bootstrap) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /// Makes topics and returns when they can be used.
  public void create(Collection<String> names, int partitions) throws InterruptedException {
    get(
        admin
            .createTopics(names.stream().map(n -> new NewTopic(n, partitions, (short) 1)).toList())
            .all());
    long until = System.nanoTime() + LIMIT.toNanos();
    while (!existing().containsAll(names) && System.nanoTime() < until) {
      Thread.sleep(LOOK_AGAIN); // Brokers learn of a topic a little after the controller.
    }
  }

  /// Deletes every topic whose name starts so.
  public void deleteAll(String prefix) {
    get(admin.deleteTopics(startingWith(prefix)).all());
  }

  /// The topics whose names start so, those that Kafka Streams made included.
  public List<String> startingWith(String prefix) {
    return existing().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
  }

  private Collection<String> existing() {
    return get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
  }

  /// Where each partition of the topics ends.
  public Map<TopicPartition, Long> ends(Collection<String> topics) {
    Map<TopicPartition, OffsetSpec> asked =
        get(admin.describeTopics(topics).allTopicNames()).entrySet().stream()
            .flatMap(topic ->
                topic.getValue().partitions().stream()
                    .map(TopicPartitionInfo::partition)
                    .map(partition -> new TopicPartition(topic.getKey(), partition)))
            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    var ends = new HashMap<TopicPartition, Long>();
    get(admin.listOffsets(asked).all()).forEach((tp, end) -> ends.put(tp, end.offset()));
    return ends;
  }

  /// Bytes on disk by topic.
  public Map<String, Long> bytesOnDisk(Collection<String> topics) {
    var brokers = get(admin.describeCluster().nodes()).stream().map(node -> node.id()).toList();
    var bytes = new HashMap<String, Long>();
    get(admin.describeLogDirs(brokers).allDescriptions())
        .values()
        .forEach(dirs ->
            dirs.values()
                .forEach(dir ->
                    dir.replicaInfos()
                        .forEach((tp, replica) -> {
                          if (topics.contains(tp.topic())) {
                            bytes.merge(tp.topic(), replica.size(), Long::sum);
                          }
                        })));
    return bytes;
  }

  /// What lies in these topics now.
  public LogState state(Collection<String> topics) {
    var all = new ArrayList<>(topics);
    return new LogState(ends(all), bytesOnDisk(all));
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the cluster did not do what it was asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the cluster", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
