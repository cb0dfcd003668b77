package dev.orderpipeline.stream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The producer of one stream thread. Streams has no hook after commit; this is one: when the
/// transaction is committed, the calls it wrote down leave, and when it is aborted they are
/// dropped.
///
/// It also has every transaction checked by the group coordinator, see [InputPositions], and
/// reports a transaction that is lost as such, see [LostTransaction].
final class AfterCommitProducer extends KafkaProducer<byte[], byte[]> {

  private final Supplier<ThreadScope> scope;
  private long commitBegan;
  private boolean committing;

  AfterCommitProducer(Map<String, Object> config, Supplier<ThreadScope> scope) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.scope = scope;
  }

  @Override
  public Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    scope.get().cadence().wrote();
    if (callback == null) {
      return super.send(record, null);
    }
    return super.send(
        record,
        (metadata, failure) ->
            callback.onCompletion(
                metadata, failure == null ? null : LostTransaction.translate(failure)));
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    ThreadScope thread = scope.get();
    commitBegan = System.nanoTime();
    committing = true;
    try {
      // All that was written must have reached the brokers before the check: what a stale process
      // still had in its buffers could otherwise follow it.
      flush();
      super.sendOffsetsToTransaction(
          thread.positions().covering(offsets, thread.writtenPartitions()), group);
    } catch (KafkaException e) {
      throw LostTransaction.translate(e);
    }
    thread.positions().sent(offsets);
  }

  @Override
  public void commitTransaction() {
    long began = committing ? commitBegan : System.nanoTime();
    committing = false;
    try {
      super.commitTransaction();
    } catch (KafkaException e) {
      throw LostTransaction.translate(e);
    }
    scope.get().transactionCommitted(System.nanoTime() - began);
  }

  @Override
  public void abortTransaction() {
    committing = false;
    scope.get().transactionAborted();
    try {
      super.abortTransaction();
    } catch (KafkaException e) {
      throw LostTransaction.translate(e);
    }
  }

  /// A producer that is given up is closed without an abort if it had sent nothing; whatever the
  /// thread has staged all the same is gone with its transaction.
  @Override
  public void close(Duration timeout) {
    scope.get().transactionAborted();
    super.close(timeout);
  }
}
