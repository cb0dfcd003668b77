package dev.orderpipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three instances in one group: each answers for all, also while one of them goes.
class InstancesIT {

  private static final int ORDERS = 60;
  private static final int PARTITIONS = 6;
  private static final Map<String, String> SECURED =
      Map.of("http.admin-token", "token-for-tests-0123456789");

  @TempDir static Path dir;
  private static EmbeddedBroker broker;

  private final Client client = new Client();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(dir.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void eachAnswersForAllWhileOneGoes() throws Exception {
    List<Service> instances = new ArrayList<>();
    try (World world = new World(broker, dir, "three", PARTITIONS)) {
      try {
        for (int i = 0; i < 3; i++) {
          instances.add(service(world, i));
        }
        List<String> urls = instances.stream().map(Service::url).toList();
        Awaitility.await().atMost(World.PATIENCE).until(() -> isSpread(urls.getFirst()));
        for (int i = 0; i < ORDERS; i++) {
          Reply reply =
              client.post(urls.get(i % 3), "/orders", World.order("o-" + i, "pm_1", "SKU-1"));
          assertThat(reply.status()).isEqualTo(202);
        }
        world.awaitOutcomes(ORDERS);
        everyInstanceSaysTheSame(urls);
        anyInstanceTellsADuplicateFromAConflict(urls);

        // One more order, held in CHARGING by its gateway and waited for at every instance.
        world.gateways().faults().set("payments.hang=1");
        client.post(urls.getFirst(), "/orders", World.order("held", "pm_1", "SKU-1"));
        JsonNode held =
            client.get(urls.getFirst(), "/orders/held?waitFor=CHARGING&timeout=60s").json();
        Service owner = owning(instances, held.path("owner").asText());
        List<String> left = instances.stream().filter(i -> i != owner).map(Service::url).toList();
        List<CompletableFuture<Reply>> waiting =
            left.stream()
                .map(url ->
                    CompletableFuture.supplyAsync(
                        () -> client.get(url, "/orders/held?waitFor=COMPLETED,FAILED&timeout=60s")))
                .toList();
        AtomicBoolean over = new AtomicBoolean();
        Map<String, Integer> versions = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> asking =
            left.stream()
                .map(url ->
                    CompletableFuture.runAsync(() -> {
                      for (int i = 0; !over.get() && i < 1_000_000; i++) {
                        judge(client.get(url, "/orders/o-" + i % ORDERS), versions, wrong);
                      }
                    }))
                .toList();
        owner.close();
        instances.remove(owner);
        world.gateways().faults().clear();
        // Which outcome depends on how many attempts the gateway let hang; all hear of the same.
        Set<String> outcomes = new HashSet<>();
        for (CompletableFuture<Reply> waiter : waiting) {
          outcomes.add(waiter.join().json().path("state").asText());
        }
        assertThat(outcomes).hasSize(1).isSubsetOf("COMPLETED", "FAILED");
        // Until every order can be had again from those who are left.
        Awaitility.await()
            .atMost(World.PATIENCE)
            .untilAsserted(() -> everyInstanceSaysTheSame(left));
        over.set(true);
        asking.forEach(CompletableFuture::join);
        assertThat(wrong).isEmpty();
        assertThat(versions).isNotEmpty();
      } finally {
        instances.forEach(Service::close);
      }
    }
  }

  /// What is unavailable may be said to be; nothing may be denied, and no version go back.
  private static void judge(
      Reply reply, Map<String, Integer> versions, ConcurrentLinkedQueue<String> wrong) {
    if (reply.status() == 503) {
      if (reply.header("retry-after").isEmpty()) {
        wrong.add("503 without Retry-After: " + reply.response().body());
      }
      return;
    }
    JsonNode json = reply.json();
    if (reply.status() != 200 || !json.path("state").asText().equals("COMPLETED")) {
      wrong.add(reply.path() + " " + reply.status() + " " + reply.response().body());
      return;
    }
    versions.merge(json.path("orderId").asText(), json.path("version").asInt(), Math::max);
    if (json.path("version").asInt() != 4) {
      wrong.add(reply.path() + " has version " + json.path("version"));
    }
  }

  private void everyInstanceSaysTheSame(List<String> urls) {
    for (int i = 0; i < ORDERS; i++) {
      Set<JsonNode> snapshots = new HashSet<>();
      Set<String> owners = new HashSet<>();
      for (String url : urls) {
        Reply reply = client.get(url, "/orders/o-" + i);
        assertThat(reply.status()).as(reply.response().body()).isEqualTo(200);
        assertThat(reply.json().path("source").asText()).isEqualTo("owner");
        snapshots.add(reply.json().path("snapshot"));
        owners.add(reply.json().path("owner").asText());
      }
      assertThat(snapshots).hasSize(1);
      assertThat(owners).hasSize(1);
    }
    for (String url : urls) {
      JsonNode page = client.get(url, "/orders?state=COMPLETED&limit=1000").json();
      assertThat(page.path("complete").asBoolean()).as(page.toString()).isTrue();
      assertThat(page.path("orders").size()).isGreaterThanOrEqualTo(ORDERS);
    }
  }

  private void anyInstanceTellsADuplicateFromAConflict(List<String> urls) {
    for (String url : urls) {
      assertThat(client.post(url, "/orders", World.order("o-1", "pm_1", "SKU-1")).status())
          .isEqualTo(200);
      assertThat(client.post(url, "/orders", World.order("o-1", "pm_2", "SKU-1")).status())
          .isEqualTo(409);
      assertThat(client.get(url, "/orders/no-such-order").status()).isEqualTo(404);
    }
  }

  private boolean isSpread(String url) {
    JsonNode instances = client.get(url, "/topology").json().path("instances");
    int partitions = 0;
    boolean all = instances.size() == 3;
    for (JsonNode instance : instances) {
      partitions += instance.path("partitions").size();
      all &= instance.path("partitions").size() > 0;
    }
    return all
        && partitions == PARTITIONS
        && client.get(url, "/orders").json().path("complete").asBoolean();
  }

  private static Service owning(List<Service> instances, String address) {
    return instances.stream()
        .filter(instance -> instance.url().endsWith(address))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no instance at " + address));
  }

  private static Service service(World world, int number) throws IOException {
    Service service =
        new Service(
            World.numbered(world.impatient(), number, 1),
            HttpServer.settings(SECURED),
            PipelineEvents.NONE,
            CallListener.NONE);
    service.start();
    return service;
  }
}
