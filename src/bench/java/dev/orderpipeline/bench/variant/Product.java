package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Java;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The pipeline itself: `order-pipeline serve`, as people run it. Settings are the product's own
/// (see `topology-docs/configuration.md`), and `java-opts` for its JVM.
final class Product implements Variant {

  private static final String JAVA_OPTS = "java-opts";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public String name() {
    return Variants.PRODUCT;
  }

  @Override
  public String what() {
    return "order-pipeline serve with default settings: Kafka Streams, exactly-once, every guarantee";
  }

  @Override
  public List<String> topics(VariantSetup setup) {
    return new TopicNames(setup.prefix()).all();
  }

  @Override
  public List<String> outcomes(VariantSetup setup) {
    TopicNames names = new TopicNames(setup.prefix());
    return List.of(names.completed(), names.failed());
  }

  /// As `order-pipeline topics --create` makes them.
  @Override
  public void makeTopics(VariantSetup setup, Topics cluster) {
    TopicPlan plan =
        new TopicPlan(new TopicNames(setup.prefix()), VariantSetup.PARTITIONS, OptionalInt.empty());
    try (TopicAdmin admin = new TopicAdmin(Map.of("bootstrap.servers", setup.bootstrap()), LIMIT)) {
      List<TopicProblem> problems = admin.create(plan);
      if (!problems.isEmpty()) {
        throw new IllegalStateException("the product's topics cannot be made: " + problems);
      }
    }
  }

  @Override
  public void start(VariantSetup setup) throws InterruptedException {
    var environment = new HashMap<>(environment(setup));
    if (setup.settings().containsKey(JAVA_OPTS)) {
      environment.put("ORDER_PIPELINE_JAVA_OPTS", setup.settings().get(JAVA_OPTS));
    }
    setup
        .start(
            "pipeline",
            Java.product("serve", "--config", settingsFile(setup).toString()),
            environment)
        .awaitLine("serving", LIMIT);
  }

  @Override
  public boolean audited() {
    return true;
  }

  /// What every command of the product needs to find this run.
  static Map<String, String> environment(VariantSetup setup) {
    return Map.of(
        "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS", setup.bootstrap(),
        "ORDER_PIPELINE_PIPELINE_ID", setup.runId(),
        "ORDER_PIPELINE_TOPIC_PREFIX", setup.prefix(),
        "ORDER_PIPELINE_STATE_DIR", setup.dir().resolve("state").toString(),
        "ORDER_PIPELINE_INSTANCE_ID", setup.runId(),
        "ORDER_PIPELINE_HTTP_PORT", "0",
        "ORDER_PIPELINE_HTTP_HOST", "127.0.0.1",
        "ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", setup.gatewaysUrl(),
        "ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", setup.gatewaysUrl());
  }

  private static Path settingsFile(VariantSetup setup) {
    Path file = setup.dir().resolve("product.properties");
    try {
      return Files.writeString(
          file,
          setup.settings().entrySet().stream()
              .filter(setting -> !setting.getKey().equals(JAVA_OPTS))
              .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
