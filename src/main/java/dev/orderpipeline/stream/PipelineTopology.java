package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.Handover;
import dev.orderpipeline.protocol.StageName;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/// The pipeline, drawn: one sub-topology, keyed by orderId. No logic here.
final class PipelineTopology {

  private static final String ADMIT = StageName.ADMIT.label();
  private static final String VALIDATE = StageName.VALIDATE.label();
  private static final String CHARGE = StageName.CHARGE.label();
  private static final String RESERVE = StageName.RESERVE.label();
  private static final String COMPLETE = StageName.COMPLETE.label();
  private static final String COMPENSATE = StageName.COMPENSATE.label();

  private PipelineTopology() {}

  /// What makes the processors of the nodes.
  interface Nodes {
    Processor<byte[], byte[], Object, Object> admit();

    Processor<String, Handover, Object, Object> stage(StageName name);
  }

  static Topology draw(TopicNames topics, Duration memory, Nodes nodes) {
    Topology topology = new Topology();
    topology
        .addSource("from-placed", bytes(), bytes(), topics.placed())
        .addSource("from-commands", bytes(), bytes(), topics.commands())
        .addProcessor(ADMIT, nodes::admit, "from-placed", "from-commands")
        .addProcessor(VALIDATE, stage(nodes, StageName.VALIDATE), ADMIT)
        .addProcessor(CHARGE, stage(nodes, StageName.CHARGE), VALIDATE, ADMIT)
        .addProcessor(RESERVE, stage(nodes, StageName.RESERVE), CHARGE, ADMIT)
        .addProcessor(COMPLETE, stage(nodes, StageName.COMPLETE), RESERVE)
        .addProcessor(
            COMPENSATE, stage(nodes, StageName.COMPENSATE), VALIDATE, CHARGE, RESERVE, ADMIT)
        .addStateStore(active(), ADMIT, VALIDATE, CHARGE, RESERVE, COMPLETE, COMPENSATE)
        .addStateStore(finished(memory), ADMIT, VALIDATE, CHARGE, RESERVE, COMPLETE, COMPENSATE)
        .addSink("to-validating", topics.validating(), id(), json(), VALIDATE)
        .addSink("to-charging", topics.charging(), id(), json(), CHARGE)
        .addSink("to-reserving", topics.reserving(), id(), json(), RESERVE)
        .addSink("to-completed", topics.completed(), id(), json(), COMPLETE)
        .addSink("to-compensating", topics.compensating(), id(), json(), COMPENSATE)
        .addSink("to-failed", topics.failed(), id(), json(), COMPENSATE)
        .addSink(
            Sinks.DEAD_LETTER,
            topics.deadLetter(),
            json(),
            json(),
            ADMIT,
            CHARGE,
            RESERVE,
            COMPENSATE);
    return topology;
  }

  private static ProcessorSupplier<String, Handover, Object, Object> stage(
      Nodes nodes, StageName name) {
    return () -> nodes.stage(name);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> active() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(KafkaActiveStore.NAME),
            Serdes.String(),
            Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  private static StoreBuilder<WindowStore<String, byte[]>> finished(Duration memory) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(
                KafkaFinishedStore.NAME,
                KafkaFinishedStore.retention(memory),
                KafkaFinishedStore.PERIOD,
                false),
            Serdes.String(),
            Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  private static ByteArrayDeserializer bytes() {
    return new ByteArrayDeserializer();
  }

  private static StringSerializer id() {
    return new StringSerializer();
  }

  private static ByteArraySerializer json() {
    return new ByteArraySerializer();
  }
}
