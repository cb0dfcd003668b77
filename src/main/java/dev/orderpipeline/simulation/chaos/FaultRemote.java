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

/// Sets the faults of simulated gateways in another process, and goes on trying while they are
/// away. Blocks its caller for at most a second at a time. For one thread.
final class FaultRemote implements AutoCloseable {

  /// What goes wrong all the time, at rates that retries cope with.
  static final String EVERYDAY =
      "payments.error=0.02,payments.timeout-after-success=0.01,inventory.error=0.02,"
          + "inventory.throttle=0.01,inventory.reset-after-success=0.01,payments.garbage=0.005,"
          + "refunds.error.first=0.05";

  static final String OUTAGE = EVERYDAY + ",payments.outage=1,inventory.outage=1";

  static final String SLOW =
      EVERYDAY + ",payments.latency=200ms-1500ms,inventory.latency=200ms-1500ms";

  static final String LOST_ANSWERS =
      "payments.timeout-after-success=0.3,inventory.timeout-after-success=0.2,"
          + "inventory.reset-after-success=0.2";

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration TRY_AGAIN = Duration.ofMillis(500);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final URI address;
  private final Timeline timeline;
  private String wanted = EVERYDAY;

  FaultRemote(String gatewaysUrl, Timeline timeline) {
    this.address = URI.create(gatewaysUrl + "/faults");
    this.timeline = timeline;
  }

  /// Replaces all faults for a while, after which they are the everyday ones again.
  void set(String faults, Duration lasting) {
    want(faults);
    timeline.after(lasting, () -> want(EVERYDAY));
  }

  private void want(String faults) {
    wanted = faults;
    put(faults);
  }

  private void put(String faults) {
    if (faults.equals(wanted) && !isPut(faults)) {
      timeline.after(TRY_AGAIN, () -> put(faults));
    }
  }

  private boolean isPut(String faults) {
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
      return false; // Away: killed, and started again soon.
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
