package dev.orderpipeline.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.gateways.GatewayClient;
import dev.orderpipeline.protocol.IntentOutbox;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The producer against a real cluster, in the situations that Streams is told are fencing.
class AfterCommitProducerIT {

  private static final String TOPIC = "records";
  private static final TopicPartition INPUT = new TopicPartition("input", 0);

  /// What Streams takes for fencing.
  private static final Class<?>[] FENCING = {
    ProducerFencedException.class, InvalidProducerEpochException.class
  };

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(dir);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  /// A process was stopped for longer than the transaction timeout (found by `chaos`): it ended
  /// itself when it woke, although Streams can go on.
  @Test
  void aTransactionThatTheClusterHasEndedIsLost() {
    ThreadScope scope = scope((_, _) -> {});
    scope.wrote(INPUT);
    try (AfterCommitProducer producer = producer("ended", scope, Map.of())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(record(), (_, _) -> {});
      producer.flush();
      awaitEndOf("ended");
      assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
      assertThat(scope.writtenPartitions()).as("not taken for committed").containsExactly(INPUT);
      assertThatThrownBy(producer::abortTransaction).isInstanceOf(ProducerFencedException.class);
      assertThat(scope.writtenPartitions()).as("dropped all the same").isEmpty();
    }
  }

  @Test
  void aRecordOfATransactionThatTheClusterHasEndedIsLost() {
    ThreadScope scope = scope((_, _) -> {});
    List<Exception> failures = new ArrayList<>();
    try (AfterCommitProducer producer = producer("late", scope, Map.of())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(record(), (_, _) -> {});
      producer.flush();
      awaitEndOf("late");
      var _ =
          producer.send(
              record(),
              (_, failure) -> {
                if (failure != null) {
                  failures.add(failure);
                }
              });
      producer.flush();
      assertThatThrownBy(producer::commitTransaction).isInstanceOfAny(FENCING);
    }
    assertThat(failures).hasSize(1).hasOnlyElementsOfTypes(FENCING);
  }

  /// Nobody knows whether it is committed; a new producer with the same id finds out.
  @Test
  void aCommitWithoutAnAnswerIsLost() throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(dir.resolve("other"));
        Admin itsAdmin = Admin.create(Map.of("bootstrap.servers", other.bootstrapServers()))) {
      itsAdmin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(20, TimeUnit.SECONDS);
      ThreadScope scope = scope((_, _) -> {});
      Map<String, Object> impatient =
          Map.of(
              "bootstrap.servers", other.bootstrapServers(),
              "max.block.ms", "1000",
              "request.timeout.ms", "500",
              "delivery.timeout.ms", "1000");
      AfterCommitProducer producer = producer("silent", scope, impatient);
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(record(), (_, _) -> {});
      producer.flush();
      Runnable goAway = other::close;
      goAway.run();
      assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
      producer.close(Duration.ZERO);
    }
  }

  /// Streams gives a producer up without an abort if nothing was sent by it: then, too, nothing of
  /// what was staged may be told or done with the next transaction.
  @Test
  void whatWasStagedGoesWithAProducerThatIsGivenUp() {
    List<String> told = new ArrayList<>();
    ThreadScope scope =
        scope(
            (_, _) -> {},
            new PipelineEvents() {
              @Override
              public void duplicate(String orderId) {
                told.add(orderId);
              }
            });
    AfterCommitProducer producer = producer("given-up", scope, Map.of());
    producer.initTransactions();
    producer.beginTransaction();
    scope.wrote(INPUT);
    scope.events().duplicate("o-1");
    producer.close(Duration.ZERO);
    assertThat(scope.writtenPartitions()).isEmpty();
    scope.transactionCommitted(1);
    assertThat(told).isEmpty();
  }

  private static ThreadScope scope(GatewayClient gateways) {
    return scope(gateways, PipelineEvents.NONE);
  }

  private static ThreadScope scope(GatewayClient gateways, PipelineEvents events) {
    return new ThreadScope(
        new IntentOutbox(gateways),
        new CommittedOrders().changes(),
        new CommitCadence(Duration.ZERO, Duration.ZERO),
        new StagedEvents(events));
  }

  private static void awaitEndOf(String transactionalId) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                admin
                    .describeTransactions(List.of(transactionalId))
                    .description(transactionalId)
                    .get(20, TimeUnit.SECONDS)
                    .state(),
            TransactionState.COMPLETE_ABORT::equals);
  }

  private static ProducerRecord<byte[], byte[]> record() {
    return new ProducerRecord<>(TOPIC, "key".getBytes(UTF_8), "value".getBytes(UTF_8));
  }

  private static AfterCommitProducer producer(
      String transactionalId, ThreadScope scope, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("transactional.id", transactionalId);
    config.put("transaction.timeout.ms", "1000");
    config.put("linger.ms", "0");
    config.putAll(more);
    return new AfterCommitProducer(config, () -> scope);
  }
}
