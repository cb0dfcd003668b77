package dev.orderpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.World;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three instances as processes. The one that owns an order is killed with -9 while the others are
/// asked for it, and for orders on their way.
class InstancesProcessIT {

  private static final int PARTITIONS = 6;
  private static final int FINISHED = 60;

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  private final Client client = new Client();
  private final Witness witness = new Witness();
  private final List<String> placed = new CopyOnWriteArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void whateverIsAskedWhileAnOwnerIsKilledNoAnswerIsWrong() throws Exception {
    List<ServeProcess> started = new ArrayList<>();
    try (World world = new World(broker, dir, "three", PARTITIONS)) {
      try {
        for (int i = 1; i <= 3; i++) {
          started.add(serve(world, i));
        }
        List<String> urls = started.stream().map(ServeProcess::url).toList();
        Awaitility.await().atMost(World.PATIENCE).until(() -> isSpread(urls.getFirst(), 3));
        for (int i = 0; i < FINISHED; i++) {
          place(urls.get(i % 3), "done-" + i);
        }
        world.awaitOutcomes(FINISHED);

        // Orders take a while from here on, so that some are on their way at any time.
        world.gateways().faults().set("latency=100ms-900ms");
        String victim = client.get(urls.getFirst(), "/orders/done-0").json().path("owner").asText();
        ServeProcess killed =
            started.stream().filter(one -> address(one.url()).equals(victim)).findFirst().get();
        List<String> left = urls.stream().filter(url -> !address(url).equals(victim)).toList();
        List<String> itsOwn = ownedBy(victim, left.getFirst());
        ConsoleEar ear = ConsoleEar.at(left.getFirst());
        List<CompletableFuture<Void>> asking = new ArrayList<>();
        List<AnswerGap> gaps = new ArrayList<>();
        for (String url : left) {
          AnswerGap gap = new AnswerGap();
          gaps.add(gap);
          asking.add(CompletableFuture.runAsync(() -> ask(url, itsOwn, gap)));
          asking.add(CompletableFuture.runAsync(() -> ask(url, placed, new AnswerGap())));
        }
        asking.add(CompletableFuture.runAsync(() -> placeMore(left)));
        Awaitility.await().atMost(World.PATIENCE).until(() -> placed.size() > FINISHED + 40);

        killed.kill();
        for (String url : left) {
          theListingNames(victim, url);
          assertThat(client.get(url, "/overview").status()).isEqualTo(200);
        }
        Awaitility.await().atMost(World.PATIENCE).until(() -> ear.hasSeenSilent(victim));

        Awaitility.await().atMost(World.PATIENCE).until(() -> isSpread(left.getFirst(), 2));
        Awaitility.await().atMost(World.PATIENCE).until(ear::isComplete);
        over.set(true);
        asking.forEach(CompletableFuture::join);
        world.awaitOutcomes(placed.size());
        for (String url : left) {
          for (String id : placed) {
            Reply reply = witness.asked(id, () -> client.get(url, "/orders/" + id));
            assertThat(reply.json().path("source").asText()).as(id).isEqualTo("owner");
            assertThat(reply.json().path("version").asInt()).as(id).isEqualTo(4);
          }
        }
        System.out.printf(
            "longest gap without an answer about an order of the killed instance: %s ms; of %d"
                + " answers %d were a standby's, %d said to come again%n",
            gaps.stream().map(AnswerGap::longestMillis).toList(),
            witness.answers(),
            witness.fromStandbys(),
            witness.refusals());
        assertThat(witness.wrong()).isEmpty();
        assertThat(witness.fromStandbys()).isPositive();
      } finally {
        over.set(true);
        started.forEach(ServeProcess::close);
      }
    }
  }

  private void theListingNames(String victim, String url) {
    Awaitility.await()
        .atMost(World.PATIENCE)
        .until(() -> {
          Reply reply = client.get(url, "/orders?state=COMPLETED&limit=1000");
          assertThat(reply.status()).isEqualTo(200);
          return reply.json().path("missing").path(0).asText().equals(victim)
              && !reply.json().path("complete").asBoolean()
              && !reply.json().path("orders").isEmpty();
        });
  }

  private void ask(String url, List<String> orders, AnswerGap gap) {
    // Bounded: a test that hangs should end.
    for (int i = 0; !over.get() && i < 1_000_000; i++) {
      String id = orders.get(i % orders.size());
      Reply reply = witness.asked(id, () -> client.get(url, "/orders/" + id));
      if (reply.status() == 200) {
        gap.answered();
      }
    }
  }

  /// One after the other, so that there are not more than can be asked for.
  private void placeMore(List<String> urls) {
    for (int i = 0; !over.get() && i < 100_000; i++) {
      String url = urls.get(i % urls.size());
      String id = "more-" + i;
      place(url, id);
      witness.asked(
          id, () -> client.get(url, "/orders/" + id + "?waitFor=CHARGING,RESERVING&timeout=2s"));
    }
  }

  private void place(String url, String id) {
    String order =
        World.order(id, "pm_1", "SKU-1").replace("\"c-1\"", "\"" + Witness.customer(id) + "\"");
    Reply reply = client.post(url, "/orders", order);
    if (reply.status() == 202) {
      placed.add(id);
    } else if (reply.status() != 503 || reply.header("retry-after").isEmpty()) {
      throw new AssertionError(id + " " + reply.status() + " " + reply.response().body());
    }
  }

  private List<String> ownedBy(String address, String url) {
    return placed.stream()
        .filter(
            id -> client.get(url, "/orders/" + id).json().path("owner").asText().equals(address))
        .toList();
  }

  private boolean isSpread(String url, int instances) {
    JsonNode found = client.get(url, "/topology").json().path("instances");
    int partitions = 0;
    boolean all = found.size() == instances;
    for (JsonNode instance : found) {
      partitions += instance.path("partitions").size();
      all &= !instance.path("partitions").isEmpty();
    }
    return all
        && partitions == PARTITIONS
        && client.get(url, "/orders").json().path("complete").asBoolean();
  }

  private static String address(String url) {
    return URI.create(url).getAuthority();
  }

  private static ServeProcess serve(World world, int number) throws IOException {
    return ServeProcess.start(
        broker,
        world,
        "three",
        dir.resolve("state-" + number),
        dir.resolve("instance-" + number + ".log"),
        Map.of(
            "ORDER_PIPELINE_THREADS", "1",
            "ORDER_PIPELINE_STANDBY_REPLICAS", "1"));
  }
}
