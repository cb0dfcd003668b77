package dev.orderpipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.LedgerJson;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.contracts.RecordCheck;
import dev.orderpipeline.domain.Decider;
import dev.orderpipeline.domain.MachinePolicy;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.RetryPolicy;
import dev.orderpipeline.gateways.BreakerSettings;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.GateSettings;
import dev.orderpipeline.gateways.GatewaySettings;
import dev.orderpipeline.gateways.LaneSettings;
import dev.orderpipeline.gateways.OutboundSettings;
import dev.orderpipeline.gateways.Secret;
import dev.orderpipeline.operations.audit.AuditLimits;
import dev.orderpipeline.operations.audit.AuditReading;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.DecoderJudge;
import dev.orderpipeline.operations.audit.LedgerSource;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.operations.audit.TopicSource;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.simulation.gateways.GatewayOptions;
import dev.orderpipeline.simulation.gateways.SimulatedGateways;
import dev.orderpipeline.steps.Rules;
import dev.orderpipeline.stream.StreamSettings;
import dev.orderpipeline.stream.topics.GroupAdmin;
import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A broker, simulated gateways and what a test needs to see of them; pipelines are started in it.
/// Topics of their own keep tests on one broker apart.
public final class World implements AutoCloseable {

  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, Object> client;
  private final Path dir;
  private final TopicNames topics;
  private final SimulatedGateways gateways;
  private final OrderPublisher publisher;
  private final List<Pipeline> pipelines = new ArrayList<>();

  private final String pipelineId;

  /// The world whose gateways and directory these are; null if they are its own.
  private final @Nullable World original;

  public World(EmbeddedBroker broker, Path dir, String name, int partitions) throws IOException {
    this.client = Map.of("bootstrap.servers", broker.bootstrapServers());
    this.dir = dir.resolve(name);
    this.topics = new TopicNames(name + ".");
    this.pipelineId = topics.prefix() + "pipeline";
    this.original = null;
    Files.createDirectories(this.dir);
    createTopics(partitions);
    this.gateways =
        SimulatedGateways.start(
            GatewayOptions.of(
                0, this.dir.resolve("ledger.ndjson"), Clock.systemUTC(), new Random(1)));
    this.publisher = new OrderPublisher(client, 10_000);
  }

  private World(World original, String bootstrap, String prefix, int partitions) {
    this.client = Map.of("bootstrap.servers", bootstrap);
    this.dir = original.dir;
    this.topics = new TopicNames(prefix);
    this.pipelineId = original.pipelineId;
    this.original = original;
    this.gateways = original.gateways;
    createTopics(partitions);
    this.publisher = new OrderPublisher(client, 10_000);
  }

  /// The same pipeline, with the same gateways, on another cluster, where its topics are empty.
  public World on(EmbeddedBroker other, int partitions) {
    return new World(this, other.bootstrapServers(), topics.prefix(), partitions);
  }

  /// The same pipeline, with the same gateways, on other topics.
  public World under(String prefix, int partitions) {
    return new World(this, String.valueOf(client.get("bootstrap.servers")), prefix, partitions);
  }

  private void createTopics(int partitions) {
    try (TopicAdmin admin = new TopicAdmin(client, Duration.ofSeconds(20))) {
      assertThat(admin.create(new TopicPlan(topics, partitions, OptionalInt.of(1)))).isEmpty();
    }
  }

  public SimulatedGateways gateways() {
    return gateways;
  }

  public TopicNames topics() {
    return topics;
  }

  public PipelineSettings settings() {
    GatewaySettings gateway =
        GatewaySettings.of(URI.create("http://127.0.0.1:" + gateways.port()), new Secret("secret"));
    return new PipelineSettings(
        new StreamSettings(
            pipelineId,
            topics,
            client,
            dir.resolve("state"),
            "one",
            1,
            Duration.ofMillis(20),
            0,
            Duration.ofHours(72),
            Duration.ofSeconds(6)),
        new OutboundSettings(gateway, gateway),
        new MachinePolicy(
            new RetryPolicy(Duration.ofMillis(20), Duration.ofSeconds(1), 8),
            new RetryPolicy(Duration.ofMillis(20), Duration.ofSeconds(1), 3),
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            Duration.ofHours(1),
            3,
            Duration.ofSeconds(60)),
        new Rules(Set.of(), 1_000_000, 10_000),
        10_000);
  }

  /// The same, for an instance with a seat and a state directory of its own.
  public PipelineSettings settings(String instance) {
    PipelineSettings usual = settings();
    StreamSettings stream = usual.stream();
    return new PipelineSettings(
        new StreamSettings(
            stream.pipelineId(),
            stream.topics(),
            stream.client(),
            dir.resolve("state-" + instance),
            instance,
            stream.threads(),
            stream.commitInterval(),
            stream.standbys(),
            stream.memory(),
            stream.sessionTimeout()),
        usual.gateways(),
        usual.policy(),
        usual.rules(),
        usual.activeLimit());
  }

  /// Settings under which nobody commits for half a minute unless there is nothing else to do.
  public PipelineSettings rarelyCommitting() {
    PipelineSettings usual = settings();
    StreamSettings stream = usual.stream();
    return new PipelineSettings(
        new StreamSettings(
            stream.pipelineId(),
            stream.topics(),
            stream.client(),
            stream.stateDir(),
            stream.instanceId(),
            stream.threads(),
            Duration.ofSeconds(30),
            stream.standbys(),
            stream.memory(),
            Duration.ofSeconds(120)),
        usual.gateways(),
        usual.policy(),
        usual.rules(),
        usual.activeLimit());
  }

  /// Settings under which an answer that does not come is given up soon.
  public PipelineSettings impatient() {
    PipelineSettings usual = settings();
    GatewaySettings gateway = usual.gateways().payments();
    GatewaySettings hasty =
        new GatewaySettings(
            gateway.url(),
            gateway.token(),
            gateway.trustedCertificates(),
            gateway.http2(),
            gateway.connectTimeout(),
            Duration.ofMillis(500),
            gateway.maxBodyBytes(),
            gateway.maxRetryAfter(),
            gateway.forward(),
            gateway.compensation());
    return with(usual, hasty);
  }

  /// Settings under which a breaker opens and tries again soon.
  public PipelineSettings quickBreaker() {
    PipelineSettings usual = settings();
    GatewaySettings gateway = usual.gateways().payments();
    BreakerSettings breaker =
        new BreakerSettings(20, 10, 50, Duration.ofSeconds(4), 80, Duration.ofMillis(500), 5);
    LaneSettings lane =
        new LaneSettings(64, new GateSettings(200, 10, Duration.ofMillis(100), breaker));
    GatewaySettings quick =
        new GatewaySettings(
            gateway.url(),
            gateway.token(),
            gateway.trustedCertificates(),
            gateway.http2(),
            gateway.connectTimeout(),
            gateway.responseTimeout(),
            gateway.maxBodyBytes(),
            gateway.maxRetryAfter(),
            lane,
            lane);
    return with(usual, quick);
  }

  /// The same settings for one of several instances, which has one thread, and a state directory
  /// and a seat of its own.
  public static PipelineSettings numbered(PipelineSettings usual, int number, int standbys) {
    StreamSettings stream = usual.stream();
    return new PipelineSettings(
        new StreamSettings(
            stream.pipelineId(),
            stream.topics(),
            stream.client(),
            stream.stateDir().resolveSibling("state-" + number),
            "instance-" + number,
            1,
            stream.commitInterval(),
            standbys,
            stream.memory(),
            stream.sessionTimeout()),
        usual.gateways(),
        usual.policy(),
        usual.rules(),
        usual.activeLimit());
  }

  private static PipelineSettings with(PipelineSettings usual, GatewaySettings gateway) {
    return new PipelineSettings(
        usual.stream(),
        new OutboundSettings(gateway, gateway),
        usual.policy(),
        usual.rules(),
        usual.activeLimit());
  }

  /// Records of the input that the pipeline has not committed yet.
  public long lag() {
    try (TopicAdmin admin = new TopicAdmin(client, Duration.ofSeconds(20))) {
      Map<Integer, Long> consumed = admin.consumed(pipelineId, topics.placed());
      return admin.ends(topics.placed()).entrySet().stream()
          .mapToLong(end -> end.getValue() - consumed.getOrDefault(end.getKey(), 0L))
          .sum();
    }
  }

  public void delete(String topic) {
    try (Admin admin = Admin.create(client)) {
      admin.deleteTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture().join();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  /// What every instance keeps on disk.
  public void deleteState() throws IOException {
    try (Stream<Path> children = Files.list(dir)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith("state")) {
          try (Stream<Path> all = Files.walk(child)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(path);
            }
          }
        }
      }
    }
  }

  /// By which commands, and processes of ours, find this world's pipeline.
  public Map<String, String> environment() {
    return Map.of(
        "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS",
        String.valueOf(client.get("bootstrap.servers")),
        "ORDER_PIPELINE_TOPIC_PREFIX",
        topics.prefix(),
        "ORDER_PIPELINE_PIPELINE_ID",
        settings().stream().pipelineId());
  }

  /// Orders that the pipeline has read and knows nothing of: nobody must be in its group.
  ///
  /// @param placed how many records its input holds by then
  public void skipInput(int placed) {
    try (GroupAdmin group =
        new GroupAdmin(settings().stream().client(), settings().stream().pipelineId(), PATIENCE)) {
      Awaitility.await().atMost(PATIENCE).until(() -> group.members().isEmpty());
      Awaitility.await().atMost(PATIENCE).until(() -> read(topics.placed()).size() == placed);
      group.consume(topics.placed(), group.ends(topics.placed()));
    }
  }

  public Pipeline start() {
    return start(settings(), PipelineEvents.NONE);
  }

  public Pipeline start(PipelineSettings settings, PipelineEvents events) {
    return start(settings, events, UnaryOperator.identity());
  }

  /// A pipeline whose snapshots are written by something else.
  public Pipeline start(
      PipelineSettings settings,
      PipelineEvents events,
      UnaryOperator<Function<Order, byte[]>> writing) {
    return started(
        new Pipeline(settings, events, CallListener.NONE, UnaryOperator.identity(), writing));
  }

  /// A pipeline whose decisions are meddled with.
  public Pipeline startDecidedBy(
      PipelineSettings settings, PipelineEvents events, UnaryOperator<Decider> around) {
    return started(new Pipeline(settings, events, CallListener.NONE, around));
  }

  private Pipeline started(Pipeline pipeline) {
    try {
      pipeline.start();
    } catch (RuntimeException e) {
      pipeline.close();
      throw e;
    }
    pipelines.add(pipeline);
    return pipeline;
  }

  public void place(String orderId) {
    place(orderId, order(orderId, "pm_1", "SKU-1"));
  }

  public void place(String key, String value) {
    publish(topics.placed(), key, value);
  }

  public void publish(String topic, String key, String value) {
    publish(topic, key, value, Map.of());
  }

  public void publish(String topic, String key, String value, Map<String, String> headers) {
    assertThat(
            publisher.publish(topic, key.getBytes(UTF_8), value.getBytes(UTF_8), headers, _ -> {}))
        .isTrue();
  }

  public static String order(String orderId, String paymentMethod, String sku) {
    return """
    {"orderId":"%s","customerId":"c-1","amount":{"value":4990,"currency":"EUR"},\
    "items":[{"sku":"%s","quantity":2}],"paymentMethodId":"%s"}\
    """
        .formatted(orderId, sku, paymentMethod);
  }

  public List<TopicRecord> read(String topic) {
    List<TopicRecord> records = new ArrayList<>();
    new TopicReader(client, System::nanoTime)
        .read(ReadRequest.committed(List.of(topic), Duration.ofSeconds(20)), records::add);
    return records;
  }

  public List<TopicRecord> outcomes() {
    List<TopicRecord> all = new ArrayList<>(read(topics.completed()));
    all.addAll(read(topics.failed()));
    return all;
  }

  /// What an audit of everything that lies in the topics and the ledger says.
  public AuditReport audit() throws IOException {
    return new AuditReading(
            topicSource(),
            new TopicRoles(topics.prefix()),
            new DecoderJudge(),
            List.of(LedgerSource.of(gateways.ledger().toString())))
        .run(true, Optional.empty(), AuditLimits.in(dir));
  }

  private TopicSource topicSource() {
    return new TopicSource() {
      @Override
      public void read(Collection<String> names, boolean committed, Consumer<TopicRecord> sink) {
        ReadRequest request = ReadRequest.committed(List.copyOf(names), PATIENCE);
        assertThat(
                new TopicReader(client, System::nanoTime)
                    .read(committed ? request : request.uncommitted(), sink))
            .isInstanceOf(ReadOutcome.Complete.class);
      }

      @Override
      public Optional<Map<Integer, Long>> consumed(String topic) {
        try (TopicAdmin admin = new TopicAdmin(client, Duration.ofSeconds(20))) {
          return Optional.of(admin.consumed(topics.prefix() + "pipeline", topic));
        }
      }
    };
  }

  public void awaitOutcomes(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(outcomes()).hasSizeGreaterThanOrEqualTo(count));
  }

  public List<LedgerEntry> ledger() {
    try {
      return Files.readAllLines(gateways.ledger()).stream().map(LedgerJson::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<LedgerEntry> ledger(LedgerEntry.Effect effect) {
    return ledger().stream().filter(entry -> entry.effect() == effect).toList();
  }

  @Override
  public void close() throws IOException {
    pipelines.forEach(Pipeline::close);
    publisher.close();
    if (original == null) {
      gateways.close();
      checkRecords();
    }
  }

  /// Whatever a test did, what the pipeline wrote is as the contract says.
  private void checkRecords() {
    RecordCheck check = new RecordCheck(topics);
    List<String> written =
        topics.all().stream().filter(topic -> !topics.inputs().contains(topic)).toList();
    new TopicReader(client, System::nanoTime)
        .read(ReadRequest.committed(written, Duration.ofSeconds(20)), check::check);
  }
}
