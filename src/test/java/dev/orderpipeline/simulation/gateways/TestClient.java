package dev.orderpipeline.simulation.gateways;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A client of the gateways that shares no code with them.
final class TestClient implements AutoCloseable {

  private final HttpClient http;
  private final String url;

  TestClient(SimulatedGateways gateways) {
    this(gateways.url(), HttpClient.Version.HTTP_1_1);
  }

  TestClient(String url, HttpClient.Version version) {
    this.http =
        HttpClient.newBuilder().version(version).connectTimeout(Duration.ofSeconds(5)).build();
    this.url = url;
  }

  HttpResponse<String> charge(String key, String orderId, long value) {
    return post(Endpoint.CHARGES, key, Requests.chargeBody(orderId, value));
  }

  HttpResponse<String> refund(String key, String orderId, String chargeKey, long value) {
    return post(Endpoint.REFUNDS, key, Requests.refundBody(orderId, chargeKey, value));
  }

  HttpResponse<String> query(Endpoint endpoint, String key) {
    return get(endpoint.path() + key);
  }

  HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  HttpResponse<String> putFaults(String json) {
    return send(request("/faults").PUT(HttpRequest.BodyPublishers.ofString(json)).build());
  }

  HttpResponse<String> post(Endpoint endpoint, String key, String body) {
    return send(posting(endpoint, key, body).build());
  }

  CompletableFuture<HttpResponse<String>> postAsync(Endpoint endpoint, String key, String body) {
    return http.sendAsync(posting(endpoint, key, body).build(), BodyHandlers.ofString());
  }

  HttpRequest.Builder posting(Endpoint endpoint, String key, String body) {
    return request(endpoint.path())
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return sendOrFail(request);
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    }
  }

  /// @throws IOException if there was no answer
  HttpResponse<String> sendOrFail(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
