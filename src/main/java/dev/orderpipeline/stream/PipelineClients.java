package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.Capacity;
import dev.orderpipeline.protocol.IntakeSwitch;
import dev.orderpipeline.protocol.IntentOutbox;
import dev.orderpipeline.protocol.PipelineEvents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/// The clients that Streams runs on. Consumer and producer of a stream thread meet in that thread's
/// [ThreadScope].
final class PipelineClients implements KafkaClientSupplier {

  private final String placedTopic;
  private final Capacity capacity;
  private final IntakeSwitch intake;
  private final CommittedOrders committed = new CommittedOrders();
  private final ThreadLocal<ThreadScope> scopes;
  private final Map<String, IntakeConsumer> consumers = new ConcurrentHashMap<>();

  PipelineClients(
      String placedTopic,
      Capacity capacity,
      IntakeSwitch intake,
      Supplier<IntentOutbox> outboxes,
      Supplier<CommitCadence> cadences,
      PipelineEvents events) {
    this.placedTopic = placedTopic;
    this.capacity = capacity;
    this.intake = intake;
    this.scopes =
        ThreadLocal.withInitial(() ->
            new ThreadScope(
                outboxes.get(), committed.changes(), cadences.get(), new StagedEvents(events)));
  }

  /// The scope of the calling stream thread.
  ThreadScope scope() {
    return scopes.get();
  }

  /// What this process owns, as committed.
  CommittedOrders committed() {
    return committed;
  }

  /// Whether any consumer of the process has closed the input.
  boolean intakeClosed() {
    return consumers.values().stream().anyMatch(IntakeConsumer::isClosed);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new AfterCommitProducer(config, this::scope);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    IntakeConsumer consumer =
        new IntakeConsumer(config, placedTopic, new IntakeGuard(capacity, intake), this::scope);
    consumers.put(String.valueOf(config.get("client.id")), consumer);
    return consumer;
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
