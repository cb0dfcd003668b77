package dev.orderpipeline.bench.restate.service;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes what came of an order. Restate consumes from Kafka but produces to it only by what a
/// handler does itself: a producer that all handlers share, and a wait for the broker's word, since
/// the step must not count as done before. At least once. Thread-safe.
final class Outcomes implements AutoCloseable {

  /// As the other peers have it; a shorter wait means more requests of fewer records each.
  private static final int LINGER_MS = 5;

  private final KafkaProducer<String, String> producer;
  private final String topic;

  Outcomes(String bootstrap, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all", "linger.ms", LINGER_MS),
            new StringSerializer(),
            new StringSerializer());
  }

  void publish(String orderId, String state) throws InterruptedException, ExecutionException {
    String value = "{\"orderId\":\"" + orderId + "\",\"state\":\"" + state + "\"}";
    var _ = producer.send(new ProducerRecord<>(topic, orderId, value)).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
