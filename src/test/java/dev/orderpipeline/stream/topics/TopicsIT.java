package dev.orderpipeline.stream.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every test has topics of its own on one shared broker.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicsIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init") // set before all tests
  private EmbeddedBroker broker;

  @SuppressWarnings("NullAway.Init") // set before all tests
  private TopicAdmin topics;

  @BeforeAll
  void start(@TempDir Path dir) {
    broker = EmbeddedBroker.start(dir);
    topics = new TopicAdmin(client(), LIMIT);
  }

  @AfterAll
  void stop() {
    topics.close();
    broker.close();
  }

  @Test
  void namesEveryMissingTopicAndTheCommandThatMakesIt() {
    var plan = plan("missing.", 3);
    assertThat(topics.check(plan))
        .hasSize(10)
        .first()
        .extracting(TopicProblem::message)
        .isEqualTo(
            "topic missing.placed is missing: create it with `./order-pipeline topics --create"
                + " --partitions 3`");
  }

  @Test
  void makesTopicsOnceAndThenFindsNothingToDo() {
    var plan = plan("made.", 3);
    assertThat(topics.create(plan)).isEmpty();
    assertThat(topics.create(plan)).isEmpty();
    assertThat(topics.check(plan)).isEmpty();
    assertThat(topics.partitions(plan.names()))
        .hasSize(10)
        .containsEntry("made.placed", 3)
        .containsEntry("made.commands", 3)
        .containsEntry("made.reserving", 1)
        .containsEntry("made.completed", 3)
        .containsEntry("made.operations", 1);
  }

  /// So were all made by versions before there were fewer of them.
  @Test
  void takesTopicsOfStatesAsTheyAre() {
    TopicNames names = new TopicNames("as-they-are.");
    var many = new TopicPlan(names, 5, OptionalInt.of(5), OptionalInt.empty());
    assertThat(topics.create(many)).isEmpty();
    assertThat(topics.partitions(names)).containsEntry(names.charging(), 5);
    var few = new TopicPlan(names, 5, OptionalInt.empty());
    assertThat(topics.create(few)).isEmpty();
    assertThat(topics.check(few)).isEmpty();
    assertThat(topics.partitions(names)).containsEntry(names.charging(), 5);
  }

  @Test
  void refusesAnotherPartitionCountThanConfigured() {
    assertThat(topics.create(plan("sized.", 3))).isEmpty();
    assertThat(topics.check(plan("sized.", 4)))
        .extracting(TopicProblem::message)
        .hasSize(2)
        .allMatch(m -> m.contains("has 3 partitions, configured are 4"))
        .allMatch(m -> m.contains("ORDER_PIPELINE_TOPIC_PARTITIONS"));
  }

  @Test
  void refusesInputsOfDifferentPartitionCounts() throws Exception {
    var plan = plan("uneven.", 3);
    makeAlone(new NewTopic("uneven.commands", 2, (short) 1));
    assertThat(topics.create(plan))
        .containsExactly(
            new TopicProblem.PartitionMismatch("uneven.placed", 3, "uneven.commands", 2));
  }

  @Test
  void correctsATimestampTypeThatCannotBeTrusted() throws Exception {
    var plan = plan("clock.", 3);
    makeAlone(
        new NewTopic("clock.placed", 3, (short) 1)
            .configs(Map.of("message.timestamp.type", "CreateTime")));
    assertThat(topics.check(plan))
        .contains(new TopicProblem.WrongTimestampType("clock.placed", "CreateTime"));
    assertThat(topics.create(plan)).isEmpty();
  }

  @Test
  void saysWhereKafkaShouldHaveBeen() {
    try (var lost =
        new TopicAdmin(Map.of("bootstrap.servers", "127.0.0.1:1"), Duration.ofMillis(500))) {
      assertThat(lost.check(plan("lost.", 3)))
          .singleElement()
          .extracting(TopicProblem::message)
          .asString()
          .contains("127.0.0.1:1", "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS");
    }
  }

  @Test
  void publishesAndReadsBackKeysHeadersAndTombstones() throws Exception {
    var names = made("back.");
    publish(names.placed(), List.of("a", "b"));
    try (var publisher = new OrderPublisher(client(), 10)) {
      assertThat(publisher.publish(names.placed(), null, null, Map.of("why", "test"), done -> {}))
          .isTrue();
      assertThat(publisher.drain(LIMIT)).isTrue();
      assertThat(publisher.acknowledged()).isEqualTo(1);
      assertThat(publisher.failed()).isZero();
    }
    List<TopicRecord> records = new ArrayList<>();
    assertThat(read(ReadRequest.committed(List.of(names.placed()), LIMIT), records))
        .isEqualTo(new ReadOutcome.Complete(3));
    assertThat(records)
        .filteredOn(r -> r.key().isPresent())
        .extracting(r -> r.key().orElseThrow(), TopicsIT::text)
        .containsExactlyInAnyOrder(tuple("a", "value of a"), tuple("b", "value of b"));
    assertThat(records)
        .filteredOn(r -> r.key().isEmpty())
        .singleElement()
        .satisfies(r -> assertThat(r.value()).isEmpty())
        .satisfies(r -> assertThat(r.headers()).containsEntry("why", "test"));
  }

  @Test
  void readsOneKeyFromItsPartitionAlone() throws Exception {
    var names = made("one.");
    publish(names.placed(), List.of("o-1", "o-2", "o-3", "o-4", "o-5", "o-6", "o-7", "o-8"));
    List<TopicRecord> records = new ArrayList<>();
    read(ReadRequest.committed(List.of(names.placed()), LIMIT).withKey("o-5"), records);
    assertThat(records).extracting(TopicsIT::text).containsExactly("value of o-5");
  }

  @Test
  void readsFromATime() throws Exception {
    var names = made("since.");
    publish(names.placed(), List.of("a"));
    List<TopicRecord> records = new ArrayList<>();
    var all = ReadRequest.committed(names.all(), LIMIT);
    read(all.since(Instant.now().minus(Duration.ofHours(1))), records);
    assertThat(records).hasSize(1);
    assertThat(read(all.since(Instant.now().plus(Duration.ofHours(1))), records))
        .isEqualTo(new ReadOutcome.Complete(0));
  }

  @Test
  void saysThatAReadIsIncomplete() throws Exception {
    var names = made("part.");
    publish(names.placed(), List.of("a"));
    var none = new ArrayList<TopicRecord>();
    assertThat(read(ReadRequest.committed(List.of("no.such"), LIMIT), none))
        .isEqualTo(new ReadOutcome.Incomplete(0, "topic no.such does not exist"));
    // A clock that jumps far past the limit at every look.
    var nanos = new AtomicLong();
    var outcome =
        new TopicReader(client(), () -> nanos.getAndAdd(Duration.ofSeconds(4).toNanos()))
            .read(ReadRequest.committed(List.of(names.placed()), LIMIT), none::add);
    assertThat(outcome).isInstanceOf(ReadOutcome.Incomplete.class);
  }

  @Test
  void refusesMoreThanMayBeInFlight() {
    Queue<PublishOutcome> outcomes = new ConcurrentLinkedQueue<>();
    try (var publisher =
        new OrderPublisher(Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 200), 1)) {
      assertThat(publisher.publish("t", null, null, Map.of(), outcomes::add)).isTrue();
      assertThat(publisher.publish("t", null, null, Map.of(), outcomes::add)).isFalse();
      assertThat(publisher.inFlight()).isEqualTo(1);
    }
    assertThat(outcomes).singleElement().isInstanceOf(PublishOutcome.Failed.class);
  }

  private TopicNames made(String prefix) {
    var plan = plan(prefix, 3);
    assertThat(topics.create(plan)).isEmpty();
    return plan.names();
  }

  private void publish(String topic, List<String> keys) throws InterruptedException {
    Queue<PublishOutcome> outcomes = new ConcurrentLinkedQueue<>();
    try (var publisher = new OrderPublisher(client(), keys.size())) {
      for (String key : keys) {
        boolean taken =
            publisher.publish(topic, utf8(key), utf8("value of " + key), Map.of(), outcomes::add);
        assertThat(taken).isTrue();
      }
      assertThat(publisher.drain(LIMIT)).isTrue();
    }
    assertThat(outcomes)
        .hasSize(keys.size())
        .allMatch(outcome -> outcome instanceof PublishOutcome.Acknowledged);
  }

  private ReadOutcome read(ReadRequest request, List<TopicRecord> into) {
    return new TopicReader(client(), System::nanoTime).read(request, into::add);
  }

  private void makeAlone(NewTopic topic) throws Exception {
    try (var admin = Admin.create(client())) {
      admin.createTopics(List.of(topic)).all().get();
      await().ignoreExceptions().until(() -> describes(admin, topic.name()));
    }
  }

  private static boolean describes(Admin admin, String topic) throws Exception {
    return admin.describeTopics(List.of(topic)).allTopicNames().get().containsKey(topic);
  }

  private Map<String, Object> client() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static TopicPlan plan(String prefix, int partitions) {
    return new TopicPlan(new TopicNames(prefix), partitions, OptionalInt.empty());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(TopicRecord record) {
    return new String(record.value().orElseThrow(), StandardCharsets.UTF_8);
  }
}
