package dev.orderpipeline.cli;

import dev.orderpipeline.Pipeline;
import dev.orderpipeline.PipelineSettings;
import dev.orderpipeline.Service;
import dev.orderpipeline.config.LoadedSettings;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.config.SettingsLoader;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.gateways.GateStatus;
import dev.orderpipeline.operations.audit.AuditLimits;
import dev.orderpipeline.operations.audit.AuditReading;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.DecoderJudge;
import dev.orderpipeline.operations.audit.LedgerSource;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import dev.orderpipeline.simulation.gateways.GatewayOptions;
import dev.orderpipeline.simulation.gateways.Latency;
import dev.orderpipeline.simulation.gateways.SimulatedGateways;
import dev.orderpipeline.stream.topics.OrderPublisher;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.telemetry.PipelineCounters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A whole world in one process, on parts that are real but small.
final class Demo implements AutoCloseable {

  /// Transient faults and lost answers, at a rate that retries cope with.
  private static final FaultSettings FAULTS =
      FaultSettings.parse(
          "payments.error=0.02,payments.unavailable=0.01,payments.timeout-after-success=0.01,"
              + "inventory.error=0.02,inventory.throttle=0.01,inventory.reset-after-success=0.01,"
              + "inventory.garbage=0.005,refunds.error.first=0.05,refunds.error=0,releases.error=0");

  private static final int PARTITIONS = 6;
  private static final Duration QUIET_LIMIT = Duration.ofSeconds(150);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(15);

  private final Path dir;
  private final EmbeddedBroker broker;
  private final SimulatedGateways gateways;
  private final Settings settings;

  /// For this run only.
  private final String token = token();

  private final PipelineCounters counters = new PipelineCounters();
  private final Service service;
  private final Pipeline pipeline;
  private final OrderPublisher publisher;
  private final OrderGenerator generator;
  private final Consumer<String> out;
  private boolean closed;

  private Demo(
      Path dir,
      EmbeddedBroker broker,
      SimulatedGateways gateways,
      long seed,
      int httpPort,
      Consumer<String> out)
      throws IOException {
    this.dir = dir;
    this.broker = broker;
    this.gateways = gateways;
    this.out = out;
    this.settings = settings(dir, broker, gateways, httpPort, token);
    this.generator = new OrderGenerator(seed, "demo", OrderMix.everyday());
    createTopics();
    this.service =
        new Service(
            PipelineSettings.of(settings, "demo"), settings.http(), counters, CallListener.NONE);
    this.pipeline = service.pipeline();
    this.publisher = new OrderPublisher(settings.kafka().clientProperties(), 5_000);
  }

  static Demo start(long seed, int httpPort, Consumer<String> out) throws IOException {
    Path dir = Files.createTempDirectory("order-pipeline-demo");
    out.accept("starting Kafka, gateways and the pipeline ...");
    EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"));
    SimulatedGateways gateways =
        SimulatedGateways.start(
            GatewayOptions.of(0, dir.resolve("ledger.ndjson"), Clock.systemUTC(), new Random(seed))
                .withLatency(Latency.parse("lognormal(20ms,0.5)"))
                .withFaults(FAULTS));
    Demo demo = new Demo(dir, broker, gateways, seed, httpPort, out);
    demo.service.start(Optional.of(new FaultPanel(FAULTS, gateways.faults())));
    out.accept(
        "Kafka is at %s, the gateways at %s, the ledger in %s"
            .formatted(broker.bootstrapServers(), gateways.url(), gateways.ledger()));
    out.accept(
        "the console is at %s/, and asks for the token %s before it changes anything"
            .formatted(demo.service.url(), demo.token));
    return demo;
  }

  private static String token() {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static Settings settings(
      Path dir, EmbeddedBroker broker, SimulatedGateways gateways, int httpPort, String token) {
    Map<String, String> overrides =
        Map.of(
            "http.port", String.valueOf(httpPort),
            "http.admin-token", token,
            "kafka.bootstrap.servers", broker.bootstrapServers(),
            "gateways.payments.url", gateways.url(),
            "gateways.inventory.url", gateways.url(),
            "gateways.payments.response-timeout", "1s",
            "gateways.inventory.response-timeout", "1s",
            "rules.max-amount", String.valueOf(OrderGenerator.AMOUNT_LIMIT),
            "topic.partitions", String.valueOf(PARTITIONS),
            "state-dir", dir.resolve("state").toString());
    return switch (new SettingsLoader(Map.of()).load(Optional.empty(), overrides)) {
      case LoadedSettings.Usable usable -> usable.settings();
      case LoadedSettings.Unusable unusable ->
          throw new IllegalStateException("the demo's settings are wrong: " + unusable.problems());
    };
  }

  private void createTopics() {
    TopicPlan plan = PlannedTopics.of(settings);
    try (TopicAdmin admin = admin()) {
      List<String> problems =
          admin.create(plan).stream().map(problem -> problem.message()).toList();
      if (!problems.isEmpty()) {
        throw new IllegalStateException("the demo's topics are wrong: " + problems);
      }
    }
  }

  /// Places records at a rate, until the count or, without one, until interrupted.
  void place(OptionalLong count, double rate) throws InterruptedException {
    Pace pace = new Pace(rate, System::nanoTime);
    long lastLine = System.nanoTime();
    for (long n = 0; count.isEmpty() || n < count.getAsLong(); n++) {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, pace.nanosUntil(n)));
      place(generator.next());
      if (System.nanoTime() - lastLine > TimeUnit.SECONDS.toNanos(1)) {
        lastLine = System.nanoTime();
        progress(n + 1);
      }
    }
    if (!publisher.drain(Duration.ofSeconds(30)) || publisher.failed() > 0) {
      throw new IllegalStateException("Kafka did not take all orders");
    }
    progress(count.orElse(0));
  }

  private void place(GeneratedRecord record) throws InterruptedException {
    while (!publisher.publish(topics().placed(), record.key(), record.value(), Map.of(), _ -> {})) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /// Waits until all input is consumed and no order is on its way, for a bounded time.
  void awaitQuiet() throws InterruptedException {
    long end = System.nanoTime() + QUIET_LIMIT.toNanos();
    int quiet = 0;
    // Twice: the last outcomes may be decided and not committed yet.
    while (quiet < 2 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(500);
      quiet = isQuiet() ? quiet + 1 : 0;
      progress(publisher.acknowledged());
    }
  }

  private boolean isQuiet() {
    try (TopicAdmin admin = admin()) {
      return admin
              .ends(topics().placed())
              .equals(admin.consumed(settings.pipelineId(), topics().placed()))
          && pipeline.capacity().held() == 0;
    }
  }

  AuditReport audit() throws IOException {
    return new AuditReading(
            new ClusterTopics(settings.kafka().clientProperties(), settings.pipelineId()),
            new TopicRoles(settings.topics().prefix()),
            new DecoderJudge(),
            List.of(LedgerSource.of(gateways.ledger().toString())))
        .run(true, Optional.empty(), AuditLimits.in(dir));
  }

  String howToPlace() {
    return "order-pipeline place --count 100 --bootstrap-server " + broker.bootstrapServers();
  }

  private void progress(long placed) {
    out.accept(
        "placed %6d  completed %6d  failed %5d  dead letters %4d  duplicates %4d  on their way %5d  breakers %s"
            .formatted(
                placed,
                counters.entered(StateName.COMPLETED),
                counters.entered(StateName.FAILED),
                counters.deadLetters(),
                counters.duplicates(),
                pipeline.capacity().held(),
                breakers()));
  }

  private String breakers() {
    return pipeline.gates().status().stream()
        .map(Demo::breaker)
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static String breaker(GateStatus gate) {
    return gate.breaker().label();
  }

  private TopicAdmin admin() {
    return new TopicAdmin(settings.kafka().clientProperties(), ASK_LIMIT);
  }

  private TopicNames topics() {
    return new TopicNames(settings.topics().prefix());
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    publisher.close();
    service.close();
    gateways.close();
    broker.close();
    Directories.delete(dir);
  }
}
