package dev.orderpipeline.bench.variant;

import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.stream.topics.TopicNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The pipeline itself: `order-pipeline serve`, as people run it. Settings are the product's own
/// (see `topology-docs/configuration.md`), `java-opts` for its JVM in place of the launcher's own
/// (collector and heap among them), `instances` that share the work, `remembered` finished orders
/// that it begins with, and `telemetry`.
final class Product implements Variant {

  /// The bench's own settings; all others are the product's.
  private static final String INSTANCES = "instances";

  private static final String REMEMBERED = "remembered";
  private static final String JAVA_OPTS = "java-opts";
  private static final Set<String> OURS =
      Set.of(INSTANCES, REMEMBERED, JAVA_OPTS, Telemetry.SETTING);

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

  /// With the finished orders to be remembered.
  @Override
  public void makeTopics(VariantSetup setup, Topics cluster) throws InterruptedException {
    ProductTopics.make(setup);
    if (setup.settings().containsKey(REMEMBERED)) {
      new Remembered(setup, setup.number(REMEMBERED, 0)).write(cluster);
    }
  }

  @Override
  public void start(VariantSetup setup) throws InterruptedException {
    int instances = setup.number(INSTANCES, 1);
    Optional<Telemetry> telemetry = Telemetry.of(setup);
    if (telemetry.isPresent()) {
      telemetry.get().begin(setup);
    }
    var started = new ArrayList<Child>();
    for (int number = 1; number <= instances; number++) {
      started.add(Instance.start(setup, number));
    }
    var urls = new ArrayList<String>();
    for (Child instance : started) {
      urls.add(Instance.awaitServing(instance));
    }
    for (String url : urls) {
      Instance.awaitReady(url, setup.restoreLimit());
    }
    telemetry.ifPresent(told -> told.watch(setup, urls));
    if (setup.settings().containsKey(REMEMBERED)) {
      new Remembered(setup, setup.number(REMEMBERED, 0)).check(urls.getFirst());
    }
  }

  @Override
  public Optional<String> end(VariantSetup setup) throws InterruptedException {
    Optional<Telemetry> telemetry = Telemetry.of(setup);
    if (telemetry.isPresent()) {
      telemetry.get().stop(setup);
    }
    var _ = Variant.super.end(setup);
    return telemetry.isPresent() ? telemetry.get().told(setup) : Optional.empty();
  }

  @Override
  public boolean audited() {
    return true;
  }

  /// What the product itself is set to.
  static Map<String, String> settings(VariantSetup setup) {
    var settings = new HashMap<String, String>();
    Telemetry.of(setup).ifPresent(telemetry -> settings.putAll(telemetry.settings()));
    setup.settings().entrySet().stream()
        .filter(setting -> !OURS.contains(setting.getKey()))
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue()));
    return Map.copyOf(settings);
  }

  static Optional<String> javaOpts(VariantSetup setup) {
    return Optional.ofNullable(setup.settings().get(JAVA_OPTS));
  }

  /// What every command of the product needs to find this run.
  static Map<String, String> environment(VariantSetup setup) {
    return Map.of(
        "ORDER_PIPELINE_KAFKA_BOOTSTRAP_SERVERS", setup.bootstrap(),
        "ORDER_PIPELINE_PIPELINE_ID", setup.runId(),
        "ORDER_PIPELINE_TOPIC_PREFIX", setup.prefix(),
        "ORDER_PIPELINE_HTTP_PORT", "0",
        "ORDER_PIPELINE_HTTP_HOST", "127.0.0.1",
        "ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", setup.gatewaysUrl(),
        "ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", setup.gatewaysUrl());
  }
}
