package dev.orderpipeline.bench.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// One thread of the floor: one consumer, one producer, one transaction at a time.
final class FloorLoop implements Runnable {

  private static final Duration BUSY_POLL = Duration.ofMillis(1);
  private static final Duration IDLE_POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final PeerSettings settings;
  private final GatewayCalls calls;
  private final long intervalNanos;
  private final int maxInFlight;
  private final List<Output> outputs;
  private final Queue<ConsumerRecord<byte[], byte[]>> answered = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;
  private int inFlight;
  private boolean inTransaction;
  private long committedAt;

  FloorLoop(
      PeerSettings settings, int number, GatewayCalls calls, int intervalMs, int maxInFlight) {
    this.settings = settings;
    this.calls = calls;
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    this.maxInFlight = maxInFlight;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                settings.bootstrap(),
                "group.id",
                settings.runId(),
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                settings.bootstrap(),
                "transactional.id",
                settings.runId() + "-" + number,
                "linger.ms",
                5,
                "batch.size",
                64 * 1024),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.outputs =
        settings.shape().parts().stream()
            .map(part -> output(settings.topic(part.topic()), part))
            .toList();
  }

  private Output output(String topic, Shape.Part part) {
    return new Output(topic, producer.partitionsFor(topic).size(), part);
  }

  /// Where one part of the shape goes; keeps count of fractions of records.
  private static final class Output {
    private final String topic;
    private final int partitions;
    private final double perOrder;
    private final int bytes;
    private double owed;

    Output(String topic, int partitions, Shape.Part part) {
      this.topic = topic;
      this.partitions = partitions;
      perOrder = part.perOrder();
      bytes = part.bytes();
    }

    int due() {
      owed += perOrder;
      int now = (int) Math.floor(owed + 1e-6);
      owed -= now;
      return now;
    }
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try (consumer;
        producer) {
      producer.initTransactions();
      consumer.subscribe(List.of(settings.placed()));
      while (!stopped) {
        turn();
      }
    } catch (RuntimeException e) {
      System.err.println("a loop of the floor ends: " + e);
      Runtime.getRuntime().halt(1); // Half a floor is no measure.
    }
  }

  private void turn() {
    if (inFlight >= maxInFlight) {
      consumer.pause(consumer.assignment());
    } else if (!consumer.paused().isEmpty()) {
      consumer.resume(consumer.paused());
    }
    consumer.poll(inFlight > 0 || inTransaction ? BUSY_POLL : IDLE_POLL).forEach(this::begin);
    for (var done = answered.poll(); done != null; done = answered.poll()) {
      inFlight--;
      write(done);
      if (due()) {
        break; // Answers come as fast as they are written; the others must not wait for the last.
      }
    }
    if (due()) {
      commit();
    }
  }

  private boolean due() {
    return inTransaction && System.nanoTime() - committedAt >= intervalNanos;
  }

  private void begin(ConsumerRecord<byte[], byte[]> record) {
    inFlight++;
    String orderId = new String(record.key(), UTF_8);
    String placed = new String(record.value(), UTF_8);
    var _ =
        calls
            .charge(orderId, placed)
            .thenCompose(_ -> calls.reserve(orderId, placed))
            .whenComplete((_, failure) -> {
              if (failure != null) {
                System.err.println(orderId + ": " + failure);
              }
              answered.add(record);
            });
  }

  private void write(ConsumerRecord<byte[], byte[]> done) {
    if (!inTransaction) {
      producer.beginTransaction();
      inTransaction = true;
    }
    for (Output output : outputs) {
      // Where there are as many partitions as of the input, an order is in the same one.
      int partition = done.partition() % output.partitions;
      for (int i = output.due(); i > 0; i--) {
        byte[] value = new byte[Math.max(0, output.bytes - done.key().length)];
        var _ = producer.send(new ProducerRecord<>(output.topic, partition, done.key(), value));
      }
    }
  }

  private void commit() {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (TopicPartition partition : consumer.assignment()) {
      offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
    }
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    producer.commitTransaction();
    inTransaction = false;
    committedAt = System.nanoTime();
  }
}
