package dev.orderpipeline.bench.variant;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.bench.load.Journey;
import dev.orderpipeline.bench.measure.Partitions;
import dev.orderpipeline.bench.measure.Topics;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Scratch;
import dev.orderpipeline.codec.SnapshotWriter;
import dev.orderpipeline.simulation.GeneratedRecord;
import dev.orderpipeline.simulation.OrderGenerator;
import dev.orderpipeline.simulation.OrderMix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.internals.WindowKeySchema;
import org.jspecify.annotations.Nullable;

/// Orders that the product finished over the last three days, as far as it can tell. To run
/// millions of them would take hours: what it would have written about them is put into the
/// changelog topic of its store of finished orders, from which it restores them.
///
/// Every one is an order of its own that went through the real machine, in the real format. Names
/// and periods are the product's own and repeated here: [#check] fails if they are not right.
final class Remembered {

  private static final String STORE = "orders-finished";
  private static final Duration PERIOD = Duration.ofHours(12);

  /// A little less than the memory, so that none is forgotten while the bench runs.
  private static final Duration SPREAD = Duration.ofHours(70);

  private static final long SEED = 5;

  /// How many are looked up: the first, which are the oldest, and the last, which are restored
  /// last.
  private static final int PROBES = 20;

  private final VariantSetup setup;
  private final int count;

  Remembered(VariantSetup setup, int count) {
    this.setup = setup;
    this.count = count;
  }

  /// Writes them. The product has to make its changelogs itself, with the settings that it gives
  /// them: it is started, and ended, without any order, and its local state removed.
  void write(Topics cluster) throws InterruptedException {
    Child maker = Instance.start(setup, 1);
    Instance.awaitReady(Instance.awaitServing(maker), setup.restoreLimit());
    setup.children().end(maker);
    try {
      Scratch.remove(Instance.stateDir(setup, 1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the product's local state", e);
    }
    String changelog = setup.runId() + "-" + STORE + "-changelog";
    if (!cluster.startingWith(changelog).contains(changelog)) {
      throw new IllegalStateException("the product has made no topic " + changelog);
    }
    fill(changelog);
  }

  private void fill(String changelog) {
    Instant end = Instant.now();
    SnapshotWriter writer = new SnapshotWriter();
    Journey journey = new Journey();
    OrderGenerator oldest = oldest();
    OrderGenerator newest = newest();
    var failure = new AtomicReference<@Nullable Exception>();
    try (var producer = producer()) {
      for (int i = 0; i < count; i++) {
        GeneratedRecord order = (i < count - newestCount() ? oldest : newest).next();
        byte[] key = key(order);
        Instant finished = end.minus(SPREAD.multipliedBy(count - i).dividedBy(count));
        byte[] snapshot =
            writer.write(journey.complete(journey.placed(key, value(order)), finished));
        long millis = finished.toEpochMilli();
        long period = millis - Math.floorMod(millis, PERIOD.toMillis());
        byte[] entry = WindowKeySchema.toStoreKeyBinary(Bytes.wrap(key), period, 0).get();
        int partition = Partitions.of(key, setup.partitions());
        var _ =
            producer.send(
                new ProducerRecord<>(changelog, partition, millis, entry, snapshot),
                (_, e) -> {
                  if (e != null) {
                    failure.compareAndSet(null, e);
                  }
                });
      }
    }
    Exception first = failure.get();
    if (first != null) {
      throw new IllegalStateException("Kafka did not take the orders to be remembered", first);
    }
  }

  /// Asks the product for some of them, then offers it the same orders once more: it must say that
  /// it had them before. That way nothing is published, which the audit would not understand.
  void check(String url) throws InterruptedException {
    check(url, oldest(), Math.min(PROBES, count - newestCount()));
    check(url, newest(), newestCount());
  }

  private static void check(String url, OrderGenerator orders, int probes)
      throws InterruptedException {
    for (int i = 0; i < probes; i++) {
      GeneratedRecord order = orders.next();
      String orderId = new String(key(order), UTF_8);
      URI one = URI.create(url + "/orders/" + orderId);
      expect(HttpRequest.newBuilder(one), "GET " + one);
      expect(
          HttpRequest.newBuilder(URI.create(url + "/orders"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(value(order))),
          "POST of " + orderId + " once more");
    }
  }

  private static void expect(HttpRequest.Builder request, String what) throws InterruptedException {
    int status = Instance.status(request);
    if (status != 200) {
      throw new IllegalStateException(
          "the product does not remember what was put into its changelog: %s gave %d, not 200"
              .formatted(what, status));
    }
  }

  private static OrderGenerator oldest() {
    return new OrderGenerator(SEED, "oldest", OrderMix.clean());
  }

  /// The last ones are numbered by themselves, so that they can be made again without all others.
  private static OrderGenerator newest() {
    return new OrderGenerator(SEED, "newest", OrderMix.clean());
  }

  private int newestCount() {
    return Math.min(PROBES, count);
  }

  private static byte[] key(GeneratedRecord order) {
    return Objects.requireNonNull(order.key());
  }

  private static byte[] value(GeneratedRecord order) {
    return Objects.requireNonNull(order.value());
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            setup.bootstrap(),
            "acks",
            "all",
            "linger.ms",
            20,
            "batch.size",
            256 * 1024,
            "buffer.memory",
            128L * 1024 * 1024),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
