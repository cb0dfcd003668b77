package dev.orderpipeline.bench.restate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Restate's admin API, as far as the bench needs it.
final class AdminApi {

  private static final String CLUSTER = "bench";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final int OK = 200;
  private static final int CREATED = 201;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;

  AdminApi(URI base) {
    this.base = base;
  }

  /// Waits until the server takes requests.
  void awaitReady(BooleanSupplier alive, Duration limit) throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!ready()) {
      if (!alive.getAsBoolean()) {
        throw new IllegalStateException("Restate's server ended before it was ready");
      }
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "Restate's server was not ready within " + limit.toSeconds() + " s");
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private boolean ready() throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(base.resolve("/health")).GET()).statusCode() == OK;
    } catch (IOException _) {
      return false; // Nobody listens yet.
    }
  }

  /// Tells it of a service; it asks the service what it offers.
  void register(URI service) throws InterruptedException {
    create("/deployments", JSON.createObjectNode().put("uri", service.toString()));
  }

  /// Has a handler called for every record of a topic, from its beginning, with the record's key as
  /// the object's.
  ///
  /// @param handler `Service/handler`
  void subscribe(String bootstrap, String topic, String handler, String group)
      throws InterruptedException {
    ObjectNode cluster = JSON.createObjectNode().put("name", CLUSTER);
    cluster.putObject("properties").put("bootstrap.servers", bootstrap);
    create("/kafka-clusters", cluster);
    ObjectNode subscription =
        JSON.createObjectNode()
            .put("source", "kafka://" + CLUSTER + "/" + topic)
            .put("sink", "service://" + handler);
    subscription.putObject("options").put("group.id", group).put("auto.offset.reset", "earliest");
    create("/subscriptions", subscription);
  }

  private void create(String path, ObjectNode body) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(base.resolve(path))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body.toString())));
      if (answer.statusCode() != CREATED) {
        throw new IllegalStateException(
            "Restate's admin API answered %d to %s: %s"
                .formatted(answer.statusCode(), path, answer.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from Restate's admin API to " + path, e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
  }
}
