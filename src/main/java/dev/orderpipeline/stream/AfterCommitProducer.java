package dev.orderpipeline.stream;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The producer of one stream thread. Streams has no hook after commit; this is one: when the
/// transaction is committed, the calls it wrote down leave, and when it is aborted they are
/// dropped.
///
/// It also has every transaction checked by the group coordinator, see [InputPositions].
final class AfterCommitProducer extends KafkaProducer<byte[], byte[]> {

  private final Supplier<ThreadScope> scope;
  private final InputPositions positions;

  AfterCommitProducer(
      Map<String, Object> config, Supplier<ThreadScope> scope, InputPositions positions) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.scope = scope;
    this.positions = positions;
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    // All that was written must have reached the brokers before the check: what a stale process
    // still
    // had in its buffers could otherwise follow it.
    flush();
    super.sendOffsetsToTransaction(
        positions.covering(offsets, scope.get().writtenPartitions()), group);
    positions.committed(offsets);
  }

  @Override
  public void commitTransaction() {
    super.commitTransaction();
    scope.get().transactionEnded();
    scope.get().outbox().committed();
  }

  @Override
  public void abortTransaction() {
    scope.get().transactionEnded();
    scope.get().outbox().aborted();
    super.abortTransaction();
  }
}
