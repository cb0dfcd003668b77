package dev.orderpipeline.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.stream.topics.ReadOutcome;
import dev.orderpipeline.stream.topics.ReadRequest;
import dev.orderpipeline.stream.topics.TopicAdmin;
import dev.orderpipeline.stream.topics.TopicNames;
import dev.orderpipeline.stream.topics.TopicPlan;
import dev.orderpipeline.stream.topics.TopicReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TopicNames NAMES = new TopicNames("t.");

  @Test
  void keepsCommittedRecordsOverARestartAndHidesAbortedOnes(@TempDir Path dir) {
    int port;
    try (var broker = EmbeddedBroker.start(dir)) {
      port = broker.port();
      try (var admin = new TopicAdmin(client(broker), LIMIT)) {
        assertThat(admin.create(new TopicPlan(NAMES, 2, OptionalInt.empty()))).isEmpty();
      }
      try (var producer = transactionalProducer(broker)) {
        producer.initTransactions();
        sendInTransaction(producer, "o-1", "committed");
        producer.commitTransaction();
        sendInTransaction(producer, "o-2", "aborted");
        producer.abortTransaction();
      }
      assertThat(valuesIn(broker, false)).containsExactly("committed");
      assertThat(valuesIn(broker, true)).containsExactlyInAnyOrder("committed", "aborted");
    }
    try (var again = EmbeddedBroker.start(dir, port)) {
      assertThat(again.port()).isEqualTo(port);
      assertThat(valuesIn(again, false)).containsExactly("committed");
    }
  }

  @Test
  void refusesAPortInUse(@TempDir Path dir) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(dir, taken.getLocalPort()))
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
    }
  }

  private static void sendInTransaction(
      KafkaProducer<byte[], byte[]> producer, String key, String value) {
    producer.beginTransaction();
    var _ = producer.send(new ProducerRecord<>(NAMES.completed(), utf8(key), utf8(value)));
    producer.flush();
  }

  private static List<String> valuesIn(EmbeddedBroker broker, boolean uncommitted) {
    var values = new ArrayList<String>();
    var request = ReadRequest.committed(List.of(NAMES.completed()), LIMIT);
    ReadOutcome outcome =
        new TopicReader(client(broker), System::nanoTime)
            .read(uncommitted ? request.uncommitted() : request, r -> values.add(text(r)));
    assertThat(outcome).isEqualTo(new ReadOutcome.Complete(values.size()));
    return values;
  }

  private static String text(TopicRecord record) {
    return new String(record.value().orElseThrow(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> client(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static KafkaProducer<byte[], byte[]> transactionalProducer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "tx"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
