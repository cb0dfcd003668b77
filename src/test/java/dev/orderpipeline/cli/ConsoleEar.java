package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Listens to the pictures that a service sends to its console, as long as it does.
final class ConsoleEar {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DATA = "data:";

  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private volatile boolean complete;

  static ConsoleEar at(String url) {
    ConsoleEar ear = new ConsoleEar();
    Thread.ofPlatform().daemon().name("console-ear").start(() -> ear.listen(url));
    return ear;
  }

  private void listen(String url) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/console/events")).build();
    try (HttpClient http = HttpClient.newHttpClient();
        Stream<String> lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      lines
          .filter(line -> line.startsWith(DATA))
          .forEach(line -> hear(line.substring(DATA.length())));
    } catch (IOException | UncheckedIOException e) {
      complete = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(String picture) {
    try {
      JsonNode json = JSON.readTree(picture);
      complete = json.path("complete").asBoolean();
      for (JsonNode instance : json.path("instances")) {
        if (!instance.path("answers").asBoolean()) {
          silent.add(instance.path("address").asText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(picture, e);
    }
  }

  /// Whether a picture has named an instance as one that does not answer.
  boolean hasSeenSilent(String address) {
    return silent.contains(address);
  }

  /// Whether the last picture had everything.
  boolean isComplete() {
    return complete;
  }
}
