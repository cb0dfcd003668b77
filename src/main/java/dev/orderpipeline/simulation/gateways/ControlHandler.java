package dev.orderpipeline.simulation.gateways;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a person or a test asks of the simulation itself: its ledger and its faults. Needs no
/// token, since no gateway has this.
final class ControlHandler {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LedgerFile ledger;
  private final FaultSwitch faults;

  ControlHandler(LedgerFile ledger, FaultSwitch faults) {
    this.ledger = ledger;
    this.faults = faults;
  }

  /// The ledger's lines so far, as they are in the file.
  void ledger(RoutingContext call) {
    call.response().putHeader("Content-Type", "application/x-ndjson");
    long size = ledger.size();
    if (size == 0) {
      call.response().end();
    } else {
      call.response().sendFile(ledger.path().toAbsolutePath().toString(), 0, size);
    }
  }

  void faults(RoutingContext call) {
    call.response()
        .putHeader("Content-Type", "application/json")
        .end(json(faults.get()).toString());
  }

  /// Replaces all settings by those in the body: `{"payments.error":0.05}`; `{}` for none.
  void setFaults(RoutingContext call) {
    try {
      faults.set(FaultSettings.of(settings(call.body().buffer())));
    } catch (IllegalArgumentException e) {
      String reason = e.getMessage() == null ? "malformed" : e.getMessage();
      Replies.send(call.response(), Problem.MALFORMED_REQUEST.answer(reason));
      return;
    }
    faults(call);
  }

  private static Map<String, String> settings(@Nullable Buffer body) {
    JsonNode root;
    try {
      root = JSON.readTree(body == null ? new byte[0] : body.getBytes());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the fault settings are not JSON", e);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException(
          "the fault settings must be a JSON object such as {\"payments.error\":0.05}");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    root.properties().forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
    return settings;
  }

  private static ObjectNode json(FaultSettings settings) {
    ObjectNode node = JSON.createObjectNode();
    settings
        .text()
        .forEach((name, value) -> {
          if (name.endsWith("latency")) {
            node.put(name, value);
          } else {
            node.put(name, Double.parseDouble(value));
          }
        });
    return node;
  }
}
