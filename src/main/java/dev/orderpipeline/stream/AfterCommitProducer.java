package dev.orderpipeline.stream;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The producer of one stream thread. Streams has no hook after commit; this is one: when the
/// transaction is committed, the calls it wrote down leave, and when it is aborted they are
/// dropped.
///
/// It also has every transaction checked by the group coordinator, see [InputPositions].
final class AfterCommitProducer extends KafkaProducer<byte[], byte[]> {

  private final Supplier<ThreadScope> scope;

  AfterCommitProducer(Map<String, Object> config, Supplier<ThreadScope> scope) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.scope = scope;
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    ThreadScope thread = scope.get();
    try {
      // All that was written must have reached the brokers before the check: what a stale process
      // still
      // had in its buffers could otherwise follow it.
      flush();
      super.sendOffsetsToTransaction(
          thread.positions().covering(offsets, thread.writtenPartitions()), group);
    } catch (TimeoutException e) {
      throw undecided(e);
    }
    thread.positions().sent(offsets);
  }

  @Override
  public void commitTransaction() {
    try {
      super.commitTransaction();
    } catch (TimeoutException e) {
      throw undecided(e);
    }
    scope.get().transactionCommitted();
  }

  @Override
  public void abortTransaction() {
    scope.get().transactionAborted();
    super.abortTransaction();
  }

  /// Streams would go on with the tasks that sent no offsets, though their changelog may lack what
  /// they hold. Whether the transaction is committed, only a restart finds out for all of them.
  private static KafkaException undecided(TimeoutException e) {
    return new KafkaException("a commit timed out; the process must start again", e);
  }
}
