package dev.orderpipeline.simulation.chaos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Sets the faults of simulated gateways in another process. Blocks its caller for at most a
/// second.
final class FaultRemote implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final URI address;

  FaultRemote(String gatewaysUrl) {
    this.address = URI.create(gatewaysUrl + "/faults");
  }

  /// Replaces all faults.
  ///
  /// @return false if the gateways could not be reached
  boolean set(String faults) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    FaultSettings.parse(faults).text().forEach(body::put);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
