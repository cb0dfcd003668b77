package dev.orderpipeline.bench.variant;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// What most people write: the pipeline's steps as nodes of a topology that call the gateway inside
/// `process()` and wait. Exactly-once, a state record and a store put for every step, and a thread
/// for every partition, since a thread is what a call keeps busy.
///
/// Settings: `threads` (12), `commit-interval-ms` (100, the default of exactly-once: a shorter one
/// would commit after every order of a thread and cost throughput).
final class BlockingStreams implements Peer {

  private static final String STORE = "orders";
  private static final List<String> STATES =
      List.of("validating", "charging", "reserving", PeerSettings.OUTCOMES);
  private static final int COMMIT_INTERVAL_MS = 100;

  @Override
  public String name() {
    return Variants.BLOCKING_STREAMS;
  }

  @Override
  public String what() {
    return "Kafka Streams, exactly-once, calls the gateways inside process(): 12 partitions, a thread"
        + " for each";
  }

  @Override
  public List<String> topics(VariantSetup setup) {
    return Stream.concat(
            Stream.of(setup.placed()), STATES.stream().map(state -> setup.prefix() + state))
        .toList();
  }

  @Override
  public AutoCloseable run(PeerSettings settings) {
    GatewayCalls calls = new GatewayCalls(settings);
    KafkaStreams streams = new KafkaStreams(topology(settings, calls), properties(settings));
    streams.setUncaughtExceptionHandler(failure -> {
      System.err.println("a thread ends: " + failure);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    });
    streams.start();
    return () -> {
      streams.close();
      calls.close();
    };
  }

  private static Topology topology(PeerSettings settings, GatewayCalls calls) {
    var text = new StringDeserializer();
    Topology topology = new Topology();
    topology
        .addSource("from-placed", text, text, settings.placed())
        .addProcessor("validate", step("VALIDATING", "to-validating", (_, _) -> ""), "from-placed")
        .addProcessor("charge", step("CHARGING", "to-charging", charge(calls)), "validate")
        .addProcessor("reserve", step("RESERVING", "to-reserving", reserve(calls)), "charge")
        .addProcessor("complete", step("COMPLETED", "to-completed", (_, _) -> ""), "reserve")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.String()),
            "validate",
            "charge",
            "reserve",
            "complete");
    List<String> nodes = List.of("validate", "charge", "reserve", "complete");
    for (int i = 0; i < STATES.size(); i++) {
      topology.addSink(
          "to-" + STATES.get(i),
          settings.topic(STATES.get(i)),
          new StringSerializer(),
          new StringSerializer(),
          nodes.get(i));
    }
    return topology;
  }

  private static BiFunction<String, String, String> charge(GatewayCalls calls) {
    return (orderId, placed) -> calls.charge(orderId, placed).join();
  }

  private static BiFunction<String, String, String> reserve(GatewayCalls calls) {
    return (orderId, placed) -> calls.reserve(orderId, placed).join();
  }

  private static ProcessorSupplier<String, String, String, String> step(
      String state, String sink, BiFunction<String, String, String> call) {
    return () -> new StepProcessor(state, sink, call);
  }

  private static Properties properties(PeerSettings settings) {
    Properties p = new Properties();
    p.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            settings.runId(),
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrap(),
            StreamsConfig.STATE_DIR_CONFIG,
            settings.dir() + "/state",
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            settings.number("threads", 12),
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            settings.number("commit-interval-ms", COMMIT_INTERVAL_MS),
            StreamsConfig.producerPrefix("linger.ms"),
            5,
            StreamsConfig.consumerPrefix("auto.offset.reset"),
            "earliest"));
    return p;
  }

  /// One step: writes where the order stands, calls, waits, hands on.
  private static final class StepProcessor
      extends ContextualProcessor<String, String, String, String> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String state;
    private final String sink;
    private final BiFunction<String, String, String> call;
    private @Nullable KeyValueStore<String, String> store;

    StepProcessor(String state, String sink, BiFunction<String, String, String> call) {
      this.state = state;
      this.sink = sink;
      this.call = call;
    }

    @Override
    public void init(ProcessorContext<String, String> context) {
      super.init(context);
      store = context.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, String> placed) {
      KeyValueStore<String, String> orders = store;
      if (orders == null) {
        throw new IllegalStateException("used before init");
      }
      String snapshot =
          JSON.createObjectNode()
              .put("orderId", placed.key())
              .put("state", state)
              .putRawValue("order", new RawValue(placed.value()))
              .toString();
      orders.put(placed.key(), snapshot);
      context().forward(placed.withValue(snapshot), sink);
      var _ = call.apply(placed.key(), placed.value());
      forward(placed);
    }

    /// To the next step; the last has none.
    private void forward(Record<String, String> placed) {
      String next =
          switch (state) {
            case "VALIDATING" -> "charge";
            case "CHARGING" -> "reserve";
            case "RESERVING" -> "complete";
            default -> "";
          };
      if (!next.isEmpty()) {
        context().forward(placed, next);
      }
    }
  }
}
