package dev.orderpipeline.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;

/// Binds what Kafka Streams and its clients measure of themselves, and looks every now and then for
/// what has come and gone: a client has meters for every partition it reads.
public final class KafkaMeterBinder implements MeterBinder, AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kafka-meters").factory());
  private final KafkaStreamsMetrics meters;

  KafkaMeterBinder(KafkaStreams streams) {
    this.meters = new KafkaStreamsMetrics(streams, List.of(), scheduler, LOOK_EVERY);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    meters.bindTo(registry);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    meters.close();
  }
}
