package dev.orderpipeline.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/// Of the meters of Kafka Streams and its clients, more than a thousand for twelve partitions, lets
/// through those that answer a question which ours do not.
final class KafkaMeters implements MeterFilter {

  private static final String KAFKA = "kafka.";

  /// By the names that the binder gives them: group and name, with dots.
  static final Set<String> KEPT =
      Set.of(
          // Is what was fetched worked off? By partition, as far as this instance has fetched.
          "kafka.consumer.fetch.manager.records.lag",
          "kafka.consumer.fetch.manager.records.consumed.total",
          // Does the group keep changing?
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.coordinator.failed.rebalance.total",
          "kafka.consumer.coordinator.assigned.partitions",
          "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
          // Do the brokers take what is written?
          "kafka.producer.record.send.total",
          "kafka.producer.record.error.total",
          "kafka.producer.record.retry.total",
          "kafka.producer.request.latency.avg",
          "kafka.producer.txn.commit.time.ns.total",
          "kafka.producer.txn.abort.time.ns.total",
          // Do the stream threads live, and what do they do?
          "kafka.stream.alive.stream.threads",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.thread.punctuate.ratio",
          "kafka.stream.thread.poll.ratio",
          "kafka.stream.thread.commit.ratio",
          "kafka.stream.thread.task.closed.total",
          // Is it still being restored, and how large is what it keeps?
          "kafka.stream.task.restore.remaining.records.total",
          "kafka.stream.state.total.sst.files.size",
          "kafka.stream.state.estimate.num.keys",
          "kafka.stream.state.block.cache.usage",
          "kafka.stream.state.size.all.mem.tables");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().startsWith(KAFKA) && !KEPT.contains(id.getName())
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }
}
