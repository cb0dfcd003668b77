package dev.orderpipeline.stream.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/// Makes and checks the pipeline's topics. Blocks its caller, each question to the cluster for at
/// most the time given. Thread-safe.
public final class TopicAdmin implements AutoCloseable {

  private static final int WANTED_TRANSACTION_VERSION = 2;
  private static final long VISIBLE_POLL_MS = 20;

  private final Admin admin;
  private final ClusterView cluster;
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
    this.cluster = new ClusterView(admin, limit);
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
      Set<String> existing = cluster.partitions(plan.names().all()).keySet();
      createMissing(plan, existing);
      trustTimestamps(plan.names().inputs().stream().filter(existing::contains).toList());
      return problemsOnceVisible(plan);
    });
  }

  /// The partitions of the topics that exist, by name.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<String, Integer> partitions(TopicNames names) {
    return answer(() -> cluster.partitions(names.all()));
  }

  /// The ids of the topics that exist, by name. A topic that is deleted and made anew has another.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<String, String> ids(Collection<String> topics) {
    return answer(() -> cluster.ids(topics));
  }

  /// How far a group has committed a topic: by partition, the first offset not committed. Empty for
  /// partitions it has not committed at all.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<Integer, Long> consumed(String group, String topic) {
    return answer(() -> cluster.consumed(group, topic));
  }

  /// Who reads a topic for a group: by partition, the member's `group.instance.id`. Without
  /// partitions that nobody reads.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<Integer, String> readers(String group, String topic) {
    return answer(() -> cluster.readers(group, topic));
  }

  /// The end of each of a topic's partitions: the offset that the next record will have.
  ///
  /// @throws IllegalStateException if the cluster cannot be asked
  public Map<Integer, Long> ends(String topic) {
    return answer(() -> cluster.ends(topic));
  }

  private List<TopicProblem> problems(TopicPlan plan) throws ExecutionException, TimeoutException {
    Map<String, Integer> partitions = cluster.partitions(plan.names().all());
    var problems = new ArrayList<TopicProblem>();
    for (String topic : plan.names().all()) {
      if (!partitions.containsKey(topic)) {
        problems.add(new TopicProblem.Missing(topic, plan.partitions()));
      }
    }
    problems.addAll(PartitionCheck.of(plan, partitions));
    cluster
        .timestampTypes(plan.names().inputs())
        .forEach((topic, type) -> {
          if (!type.equals(TopicPlan.LOG_APPEND_TIME)) {
            problems.add(new TopicProblem.WrongTimestampType(topic, type));
          }
        });
    int transactions = cluster.transactionVersion();
    if (transactions < WANTED_TRANSACTION_VERSION) {
      problems.add(new TopicProblem.OldTransactions(transactions, WANTED_TRANSACTION_VERSION));
    }
    return List.copyOf(problems);
  }

  private void createMissing(TopicPlan plan, Set<String> existing)
      throws ExecutionException, TimeoutException {
    int brokers = cluster.brokers();
    int replicas = plan.replicationOn(brokers);
    List<NewTopic> missing =
        plan.names().all().stream()
            .filter(topic -> !existing.contains(topic))
            .map(topic ->
                new NewTopic(topic, plan.partitionsOf(topic, brokers), (short) replicas)
                    .configs(plan.configOf(topic, replicas)))
            .toList();
    for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
      try {
        cluster.get(created);
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
    cluster
        .timestampTypes(topics)
        .forEach((topic, type) -> {
          if (!type.equals(TopicPlan.LOG_APPEND_TIME)) {
            changes.put(ClusterView.resource(topic), List.of(setType));
          }
        });
    cluster.get(admin.incrementalAlterConfigs(changes).all());
  }

  private List<TopicProblem> asking(Question<List<TopicProblem>> question) {
    try {
      return question.ask();
    } catch (ExecutionException | TimeoutException e) {
      return List.of(unreachable(e));
    }
  }

  private <T> T answer(Question<T> question) {
    try {
      return question.ask();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(unreachable(e).message(), e);
    }
  }

  private TopicProblem.Unreachable unreachable(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String name = cause.getClass().getSimpleName();
    String text = cause.getMessage();
    String reason = text == null || text.isBlank() ? name : name + ": " + text;
    return new TopicProblem.Unreachable(bootstrapServers, reason);
  }

  private interface Question<T> {
    T ask() throws ExecutionException, TimeoutException;
  }

  @Override
  public void close() {
    admin.close(limit);
  }
}
