package dev.orderpipeline.stream.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Makes and checks the pipeline's topics. Blocks its caller, each question to the cluster for at
/// most the time given. Thread-safe.
public final class TopicAdmin implements AutoCloseable {

  private static final String TRANSACTION_VERSION = "transaction.version";
  private static final int WANTED_TRANSACTION_VERSION = 2;
  private static final long VISIBLE_POLL_MS = 20;

  private final Admin admin;
  private final String bootstrapServers;
  private final Duration limit;

  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param limit for one question to the cluster
  public TopicAdmin(Map<String, ?> client, Duration limit) {
    this.bootstrapServers = String.valueOf(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    this.limit = limit;
    var config = new HashMap<String, Object>(client);
    int millis = Math.toIntExact(limit.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    this.admin = Admin.create(config);
  }

  /// Looks, changes nothing.
  ///
  /// @return everything that keeps the pipeline from running; empty if all is well
  public List<TopicProblem> check(TopicPlan plan) {
    return asking(() -> problems(plan));
  }

  /// Makes the topics that are missing and corrects the settings that can be corrected, then
  /// checks. Never deletes a topic nor changes a partition count. Doing it twice changes nothing.
  ///
  /// @return what is still wrong
  public List<TopicProblem> create(TopicPlan plan) {
    return asking(() -> {
      Set<String> existing = describe(plan.names().all()).keySet();
      createMissing(plan, existing);
      trustTimestamps(plan.names().inputs().stream().filter(existing::contains).toList());
      return problemsOnceVisible(plan);
    });
  }

  /// The partitions of the topics that exist, by name.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<String, Integer> partitions(TopicNames names) {
    try {
      return partitionCounts(describe(names.all()));
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(unreachable(e).message(), e);
    }
  }

  /// How far a group has committed a topic: by partition, the first offset not committed. Empty for
  /// partitions it has not committed at all.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<Integer, Long> consumed(String group, String topic) {
    try {
      var offsets = new TreeMap<Integer, Long>();
      get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
          .forEach((partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
              offsets.put(partition.partition(), offset.offset());
            }
          });
      return offsets;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(unreachable(e).message(), e);
    }
  }

  /// The end of each of a topic's partitions: the offset that the next record will have.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<Integer, Long> ends(String topic) {
    try {
      var wanted = new HashMap<TopicPartition, OffsetSpec>();
      for (var description : describe(List.of(topic)).values()) {
        description
            .partitions()
            .forEach(
                p -> wanted.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
      }
      var ends = new TreeMap<Integer, Long>();
      get(admin.listOffsets(wanted).all())
          .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
      return ends;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(unreachable(e).message(), e);
    }
  }

  private List<TopicProblem> problems(TopicPlan plan) throws ExecutionException, TimeoutException {
    Map<String, Integer> partitions = partitionCounts(describe(plan.names().all()));
    var problems = new ArrayList<TopicProblem>();
    for (String topic : plan.names().all()) {
      if (!partitions.containsKey(topic)) {
        problems.add(new TopicProblem.Missing(topic, plan.partitions()));
      }
    }
    problems.addAll(PartitionCheck.of(plan, partitions));
    timestampTypes(plan.names().inputs().stream().filter(partitions::containsKey).toList())
        .forEach((topic, type) -> {
          if (!type.equals(TopicPlan.LOG_APPEND_TIME)) {
            problems.add(new TopicProblem.WrongTimestampType(topic, type));
          }
        });
    int transactions = transactionVersion();
    if (transactions < WANTED_TRANSACTION_VERSION) {
      problems.add(new TopicProblem.OldTransactions(transactions, WANTED_TRANSACTION_VERSION));
    }
    return List.copyOf(problems);
  }

  private Map<String, TopicDescription> describe(Collection<String> topics)
      throws ExecutionException, TimeoutException {
    var found = new HashMap<String, TopicDescription>();
    for (var entry : admin.describeTopics(topics).topicNameValues().entrySet()) {
      ifKnown(entry.getValue()).ifPresent(topic -> found.put(entry.getKey(), topic));
    }
    return found;
  }

  private static Map<String, Integer> partitionCounts(Map<String, TopicDescription> topics) {
    var counts = new TreeMap<String, Integer>();
    topics.forEach((name, description) -> counts.put(name, description.partitions().size()));
    return counts;
  }

  private void createMissing(TopicPlan plan, Set<String> existing)
      throws ExecutionException, TimeoutException {
    int replicas = plan.replicationOn(get(admin.describeCluster().nodes()).size());
    List<NewTopic> missing =
        plan.names().all().stream()
            .filter(topic -> !existing.contains(topic))
            .map(topic ->
                new NewTopic(topic, plan.partitions(), (short) replicas)
                    .configs(plan.configOf(topic, replicas)))
            .toList();
    for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
      try {
        get(created);
      } catch (ExecutionException e) {
        // Another instance was faster; the check that follows looks at what it made.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /// Brokers learn of a change a little after the controller has made it.
  private List<TopicProblem> problemsOnceVisible(TopicPlan plan)
      throws ExecutionException, TimeoutException {
    List<TopicProblem> problems = problems(plan);
    for (long waited = 0;
        waited < limit.toMillis() && problems.stream().anyMatch(TopicProblem::createFixes);
        waited += VISIBLE_POLL_MS) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(VISIBLE_POLL_MS));
      problems = problems(plan);
    }
    return problems;
  }

  private void trustTimestamps(List<String> topics) throws ExecutionException, TimeoutException {
    var setType =
        new AlterConfigOp(
            new ConfigEntry(TopicPlan.TIMESTAMP_TYPE, TopicPlan.LOG_APPEND_TIME),
            AlterConfigOp.OpType.SET);
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    timestampTypes(topics)
        .forEach((topic, type) -> {
          if (!type.equals(TopicPlan.LOG_APPEND_TIME)) {
            changes.put(resource(topic), List.of(setType));
          }
        });
    get(admin.incrementalAlterConfigs(changes).all());
  }

  private Map<String, String> timestampTypes(List<String> topics)
      throws ExecutionException, TimeoutException {
    var types = new TreeMap<String, String>();
    var resources = topics.stream().map(TopicAdmin::resource).toList();
    for (var answer : admin.describeConfigs(resources).values().entrySet()) {
      Optional<Config> config = ifKnown(answer.getValue());
      config.ifPresent(
          c -> types.put(answer.getKey().name(), c.get(TopicPlan.TIMESTAMP_TYPE).value()));
    }
    return types;
  }

  private int transactionVersion() throws ExecutionException, TimeoutException {
    var finalized = get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
    var range = finalized.get(TRANSACTION_VERSION);
    return range == null ? 0 : range.maxVersionLevel();
  }

  private static ConfigResource resource(String topic) {
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

  private <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Kafka", e);
    }
  }

  private List<TopicProblem> asking(Question question) {
    try {
      return question.ask();
    } catch (ExecutionException | TimeoutException e) {
      return List.of(unreachable(e));
    }
  }

  private TopicProblem.Unreachable unreachable(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String name = cause.getClass().getSimpleName();
    String text = cause.getMessage();
    String reason = text == null || text.isBlank() ? name : name + ": " + text;
    return new TopicProblem.Unreachable(bootstrapServers, reason);
  }

  private interface Question {
    List<TopicProblem> ask() throws ExecutionException, TimeoutException;
  }

  @Override
  public void close() {
    admin.close(limit);
  }
}
