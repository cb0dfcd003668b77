package dev.orderpipeline.bench.load;

import dev.orderpipeline.bench.measure.WallClock;
import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Publishes orders, told how by lines on its stdin:
///
///     prepare N      makes the next N orders, before any clock runs; says `prepared`
///     burst          publishes them as fast as Kafka takes them
///     pace R         publishes them at R orders a second, the i-th at start + i / R whatever
///                    happened to those before; says `started NANOS` (wall clock)
///
/// After publishing it says `sent FAILED`. The same seed makes the same orders for every variant.
///
/// Arguments: bootstrap servers, topic, run (what every orderId starts with), seed.
public final class LoadProcess {

  private final String topic;
  private final OrderGenerator generator;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicInteger failed = new AtomicInteger();
  private List<GeneratedRecord> prepared = List.of();

  private LoadProcess(String bootstrap, String topic, String run, long seed) {
    this.topic = topic;
    this.generator = new OrderGenerator(seed, run, OrderMix.clean());
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                5,
                "batch.size",
                64 * 1024,
                "buffer.memory",
                64L * 1024 * 1024,
                // On a partition that was just made a second batch in flight can overtake the
                // first, which is then refused for ever.
                "max.in.flight.requests.per.connection",
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public static void main(String[] args) throws IOException {
    LoadProcess load = new LoadProcess(args[0], args[1], args[2], Long.parseLong(args[3]));
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        load.obey(line.split(" ", -1));
      }
    }
    load.producer.close();
  }

  private void obey(String[] words) {
    switch (words[0]) {
      case "prepare" -> prepare(Integer.parseInt(words[1]));
      case "burst" -> burst();
      case "pace" -> pace(Double.parseDouble(words[1]));
      default -> throw new IllegalArgumentException("nobody says '" + words[0] + "' here");
    }
  }

  private void prepare(int orders) {
    var next = new ArrayList<GeneratedRecord>(orders);
    for (int i = 0; i < orders; i++) {
      next.add(generator.next());
    }
    prepared = next;
    say("prepared");
  }

  private void burst() {
    prepared.forEach(this::send);
    finish();
  }

  private void pace(double ordersPerSecond) {
    long start = WallClock.nanos();
    say("started " + start);
    for (int i = 0; i < prepared.size(); i++) {
      long due = start + (long) (i * 1e9 / ordersPerSecond);
      for (long wait = due - WallClock.nanos(); wait > 0; wait = due - WallClock.nanos()) {
        LockSupport.parkNanos(wait);
      }
      send(prepared.get(i));
    }
    finish();
  }

  private void send(GeneratedRecord order) {
    var _ =
        producer.send(
            new ProducerRecord<>(topic, order.key(), order.value()),
            (_, failure) -> {
              if (failure != null) {
                failed.incrementAndGet();
              }
            });
  }

  private void finish() {
    producer.flush();
    prepared = List.of();
    say("sent " + failed.get());
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
