package dev.orderpipeline.stream;

import dev.orderpipeline.protocol.DeadLetter;
import dev.orderpipeline.protocol.Tick;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// The settings of Kafka Streams. What is not obvious here was measured; see
/// `topology-docs/decisions/`.
final class StreamProperties {

  private static final long IDLE_COMMIT_MS = 100;
  private static final int FETCH_MIN_BYTES = 64 * 1024;

  private StreamProperties() {}

  @SuppressWarnings("deprecation")
  static Properties of(StreamSettings settings) {
    Properties p = new Properties();
    p.putAll(settings.client());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.pipelineId());
    p.put(StreamsConfig.CLIENT_ID_CONFIG, settings.pipelineId() + "-" + settings.instanceId());
    p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, timerMillis(settings));
    p.put(StreamsConfig.POLL_MS_CONFIG, 100);
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    // Commands must come through while the input is closed.
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    // What still arrives after the input was closed.
    p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 200);
    // Orders that come within a tick are fetched together, not each by a fetch of its own.
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCH_MIN_BYTES);
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        (int) Tick.FAST.interval().toMillis());
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 500);
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
        settings.instanceId());
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) settings.sessionTimeout().toMillis());
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        (int) settings.sessionTimeout().toMillis() / 4);
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // Whoever takes over the partitions of a process that has died, or stands still, waits for the
    // end of its open transaction: that should come no later than the loss of its seat.
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) settings.sessionTimeout().toMillis());
    p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        DeadLetter.MAX_RECORD_BYTES);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 * 1024);
    return p;
  }

  /// The commits that Streams makes by itself, for what no node asks for, such as the offsets of
  /// duplicates; see [CommitCadence] for the others. Longer than half a transaction may last it
  /// must not be: an open one would time out.
  private static long timerMillis(StreamSettings settings) {
    long longest = settings.sessionTimeout().toMillis() / 2;
    return Math.min(longest, Math.max(IDLE_COMMIT_MS, settings.commitInterval().toMillis()));
  }
}
