package dev.orderpipeline.simulation.chaos;

import dev.orderpipeline.simulation.BrokerNode;
import dev.orderpipeline.simulation.FreePorts;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.chaos.Disaster.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The processes of a game day, all on the loopback interface, and where they keep things. For one
/// thread, but for [#close].
final class LocalWorld implements AutoCloseable {

  static final String GATEWAYS = "gateways";
  static final String PIPELINE = "game-day";
  static final String PREFIX = "orders.";
  static final int PARTITIONS = 6;

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  /// So many processes share a small machine, and none lives long: they start sooner and leave the
  /// processors to each other if the second compiler stays off.
  private static final List<String> SHORT_LIVED =
      List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final Path dir;
  private final List<ChildProcess> brokers;
  private final List<ChildProcess> instances;
  private final ChildProcess gateways;
  private final String bootstrapServers;
  private final String gatewaysUrl;
  private final Path ledger;

  /// @param serve starts instances of the pipeline; the rest is started as `ours`
  LocalWorld(Path dir, ChaosPlan plan, Launch ours, Launch serve) {
    this.dir = dir;
    this.ledger = dir.resolve("ledger.ndjson");
    List<Integer> ports = FreePorts.some(2 * plan.brokers() + 1);
    List<Integer> clients = ports.subList(0, plan.brokers());
    List<Integer> controllers = ports.subList(plan.brokers(), 2 * plan.brokers());
    this.bootstrapServers =
        clients.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    this.gatewaysUrl = "http://127.0.0.1:" + ports.getLast();
    SortedMap<Integer, Integer> quorum = new TreeMap<>();
    IntStream.range(0, plan.brokers()).forEach(i -> quorum.put(i + 1, controllers.get(i)));
    String clusterId = BrokerNode.newClusterId();
    this.brokers =
        IntStream.range(0, plan.brokers())
            .mapToObj(i ->
                broker(
                    ours,
                    new BrokerNode(
                        dir.resolve(brokerName(i)), i + 1, clients.get(i), quorum, clusterId)))
            .toList();
    this.gateways =
        child(
            GATEWAYS,
            ours.command(
                SHORT_LIVED,
                "gateways",
                "--port",
                String.valueOf(ports.getLast()),
                "--ledger",
                ledger.toString(),
                "--latency",
                "lognormal(20ms,0.5)",
                "--faults",
                FaultRemote.EVERYDAY,
                "--seed",
                String.valueOf(plan.seed())),
            Map.of());
    int standbys = plan.instances() > 1 ? 1 : 0;
    this.instances =
        IntStream.range(0, plan.instances())
            .mapToObj(i ->
                child(
                    instanceName(i),
                    serve.command(SHORT_LIVED, "serve", "--bootstrap-server", bootstrapServers),
                    environment(instanceName(i), standbys)))
            .toList();
  }

  static String instanceName(int number) {
    return "instance-" + (number + 1);
  }

  static String brokerName(int number) {
    return "broker-" + (number + 1);
  }

  private ChildProcess broker(Launch ours, BrokerNode node) {
    return child(
        "broker-" + node.id(),
        ours.command(
            SHORT_LIVED,
            "broker",
            "--dir",
            node.dir().toString(),
            "--port",
            String.valueOf(node.port()),
            "--node",
            String.valueOf(node.id()),
            "--quorum",
            node.voters(),
            "--cluster-id",
            node.clusterId()),
        Map.of());
  }

  private Map<String, String> environment(String name, int standbys) {
    return Map.ofEntries(
        Map.entry("ORDER_PIPELINE_PIPELINE_ID", PIPELINE),
        Map.entry("ORDER_PIPELINE_TOPIC_PREFIX", PREFIX),
        Map.entry("ORDER_PIPELINE_INSTANCE_ID", name),
        Map.entry("ORDER_PIPELINE_STATE_DIR", dir.resolve(name + "-state").toString()),
        Map.entry("ORDER_PIPELINE_STANDBY_REPLICAS", String.valueOf(standbys)),
        // One transaction at a time for each instance: three brokers replicate them all.
        Map.entry("ORDER_PIPELINE_THREADS", "1"),
        Map.entry("ORDER_PIPELINE_HTTP_PORT", "0"),
        Map.entry("ORDER_PIPELINE_HTTP_HOST", "127.0.0.1"),
        Map.entry("ORDER_PIPELINE_RULES_MAX_AMOUNT", String.valueOf(OrderGenerator.AMOUNT_LIMIT)),
        Map.entry("ORDER_PIPELINE_GATEWAYS_PAYMENTS_URL", gatewaysUrl),
        Map.entry("ORDER_PIPELINE_GATEWAYS_INVENTORY_URL", gatewaysUrl),
        Map.entry("ORDER_PIPELINE_GATEWAYS_PAYMENTS_RESPONSE_TIMEOUT", "1s"),
        Map.entry("ORDER_PIPELINE_GATEWAYS_INVENTORY_RESPONSE_TIMEOUT", "1s"),
        Map.entry("ORDER_PIPELINE_LOG_FORMAT", "text"));
  }

  private ChildProcess child(String name, List<String> command, Map<String, String> environment) {
    return new ChildProcess(name, command, environment, dir.resolve(name + ".log"));
  }

  /// Starts brokers and gateways and returns when they take requests.
  ///
  /// @throws IllegalStateException if one does not come up
  void startGround() {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory " + dir, e);
    }
    brokers.forEach(ChildProcess::start);
    gateways.start();
    brokers.forEach(broker -> await(broker, "Kafka is ready"));
    await(gateways, "gateways listening");
  }

  /// Starts the instances and returns when all serve.
  void startInstances() {
    instances.forEach(ChildProcess::start);
    instances.forEach(instance -> await(instance, "serving "));
  }

  private static void await(ChildProcess child, String words) {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!child.hasSaid(words)) {
      if (!child.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            child.name() + " did not come up; its log is " + child.log());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + child.name(), e);
      }
    }
  }

  ChildProcess victim(Target target, int number) {
    return switch (target) {
      case INSTANCE -> instances.get(number);
      case BROKER -> brokers.get(number);
      case GATEWAYS -> gateways;
    };
  }

  List<ChildProcess> instances() {
    return instances;
  }

  List<ChildProcess> all() {
    var all = new ArrayList<>(brokers);
    all.add(gateways);
    all.addAll(instances);
    return all;
  }

  Path dir() {
    return dir;
  }

  Path ledger() {
    return ledger;
  }

  String gatewaysUrl() {
    return gatewaysUrl;
  }

  Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrapServers);
  }

  /// Ends every process; instances and gateways first. Any thread.
  @Override
  public void close() {
    Stream.of(instances, List.of(gateways), brokers)
        .flatMap(List::stream)
        .forEach(ChildProcess::close);
  }
}
