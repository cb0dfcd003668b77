package dev.orderpipeline.stream.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.domain.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The one seat from which operators act on a pipeline in one matter, such as its dead letters.
///
/// Whoever takes the seat puts out whoever had it, whose unfinished business is void: so what is
/// read after taking it stays true until it is acted on. What belongs together, an order placed
/// again and the note that it was, is written in one transaction. Used by one thread at a time;
/// blocks it.
public final class OperatorSeat implements AutoCloseable {

  /// The matter of pauses and of the brake.
  public static final String CONTROL = "control";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String matter;

  private OperatorSeat(KafkaProducer<byte[], byte[]> producer, String matter) {
    this.producer = producer;
    this.matter = matter;
  }

  /// Takes the seat.
  ///
  /// @param client Kafka client settings, `bootstrap.servers` among them
  /// @param matter in which only one may act at a time
  /// @throws IllegalStateException if the cluster cannot be asked
  public static OperatorSeat take(Map<String, ?> client, String pipelineId, String matter) {
    Map<String, Object> config = new HashMap<>(client);
    int millis = Math.toIntExact(LIMIT.toMillis());
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, pipelineId + "-operator-" + matter);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
    var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new OperatorSeat(producer, matter);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw new IllegalStateException(
          "Kafka at %s does not let anyone act on %s: %s"
              .formatted(client.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG), matter, e),
          e);
    }
  }

  /// Writes all of it or nothing.
  ///
  /// @return where each record lies, in the same order
  /// @throws SeatTaken if somebody else has taken the seat; nothing was written
  /// @throws IllegalStateException if it could not be written, or nobody can say
  public List<SourcePosition> write(List<OutgoingRecord> records) {
    return write(records, _ -> List.of());
  }

  /// Writes all of it or nothing: records, and what is to be said of them once it is known where
  /// they lie.
  ///
  /// @param then given where each record lies, in the same order
  /// @return where each record of the first part lies
  /// @throws SeatTaken if somebody else has taken the seat; nothing was written
  /// @throws IllegalStateException if it could not be written, or nobody can say
  public List<SourcePosition> write(
      List<OutgoingRecord> records, Function<List<SourcePosition>, List<OutgoingRecord>> then) {
    try {
      producer.beginTransaction();
      List<SourcePosition> positions = send(records);
      send(then.apply(positions));
      producer.commitTransaction();
      return positions;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new SeatTaken(matter, e);
    } catch (KafkaException | ExecutionException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private List<SourcePosition> send(List<OutgoingRecord> records)
      throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (OutgoingRecord record : records) {
      sent.add(producer.send(kafkaRecord(record)));
    }
    producer.flush();
    List<SourcePosition> positions = new ArrayList<>();
    for (Future<RecordMetadata> future : sent) {
      RecordMetadata metadata = future.get();
      positions.add(new SourcePosition(metadata.topic(), metadata.partition(), metadata.offset()));
    }
    return positions;
  }

  private RuntimeException failed(Exception e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return new SeatTaken(matter, e);
      }
    }
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException alsoFailed) {
      e.addSuppressed(alsoFailed);
    }
    return new IllegalStateException("writing on %s failed: %s".formatted(matter, e), e);
  }

  private static ProducerRecord<byte[], byte[]> kafkaRecord(OutgoingRecord record) {
    var made =
        new ProducerRecord<byte[], byte[]>(
            record.topic(),
            record.partition().orElse(null),
            record.key().orElse(null),
            record.value().orElse(null));
    record.headers().forEach((name, value) -> made.headers().add(name, value.getBytes(UTF_8)));
    return made;
  }

  @Override
  public void close() {
    producer.close(LIMIT);
  }

  /// Somebody else acts in the same matter now.
  public static final class SeatTaken extends IllegalStateException {
    private static final long serialVersionUID = 1;

    SeatTaken(String matter, Throwable cause) {
      super(
          "somebody else has begun to act on %s; nothing was written, look again and repeat"
              .formatted(matter),
          cause);
    }
  }
}
